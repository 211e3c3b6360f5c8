import CPQ

/// The rows of a result, in PostgreSQL's binary format.
package final class PostgresResult {
    private let handle: OpaquePointer
    package let count: Int
    private let width: Int
    private let types: [TypeID]
    private lazy var names: [String] = (0..<width).map { String(cString: PQfname(handle, Int32($0))) }

    init(_ handle: OpaquePointer) {
        self.handle = handle
        count = Int(PQntuples(handle))
        width = Int(PQnfields(handle))
        types = (0..<width).map { PQftype(handle, Int32($0)) }
    }

    deinit { PQclear(handle) }

    /// How many rows a statement wrote.
    package var written: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    /// The number of the first column with this name.
    package func column(_ name: String) -> Int? { names.firstIndex(of: name) }

    package func isNull(_ column: Int, of row: Int) -> Bool {
        PQgetisnull(handle, Int32(row), Int32(column)) == 1
    }

    private func raw(_ column: Int, _ row: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(handle, Int32(row), Int32(column)),
            count: Int(PQgetlength(handle, Int32(row), Int32(column))))
    }

    /// 0 for NULL, and for what is no number.
    package func integer(_ column: Int, of row: Int) -> Int64 {
        let bytes = raw(column, row)
        switch types[column] {
        case TypeNumber.int8, TypeNumber.xid8: return Int64(bitPattern: bytes.bigEndian())
        case TypeNumber.int4: return Int64(Int32(bitPattern: bytes.bigEndian()))
        case TypeNumber.int2: return Int64(Int16(bitPattern: bytes.bigEndian()))
        case TypeNumber.oid: return Int64(bytes.bigEndian() as UInt32)
        case TypeNumber.bool: return bytes.first == 1 ? 1 : 0
        case TypeNumber.numeric, TypeNumber.float8, TypeNumber.float4:
            return Int64(exactly: real(column, of: row).rounded(.towardZero)) ?? 0
        default: return Int64(String(decoding: bytes, as: UTF8.self)) ?? 0
        }
    }

    package func real(_ column: Int, of row: Int) -> Double {
        let bytes = raw(column, row)
        return switch types[column] {
        case TypeNumber.float8: Double(bitPattern: bytes.bigEndian())
        case TypeNumber.float4: Double(Float(bitPattern: bytes.bigEndian()))
        case TypeNumber.numeric: Self.numeric(bytes)
        case TypeNumber.int8, TypeNumber.int4, TypeNumber.int2: Double(integer(column, of: row))
        default: 0
        }
    }

    /// A `numeric`: how many digits of base 10,000, the power of the first, the sign, the scale, the digits.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> Double {
        guard bytes.count >= 8 else { return 0 }
        let digits = Int(bytes.bigEndian() as UInt16)
        var power = Int(Int16(bitPattern: bytes.bigEndian(at: 2)))
        var (whole, part, scale) = (0.0, 0.0, 1.0)
        // Nor are those that are 0 behind the point.
        for _ in stride(from: power, to: -1, by: 1) { scale *= 10_000 }
        for digit in 0..<digits {
            let value = Double(bytes.bigEndian(at: 8 + 2 * digit) as UInt16)
            if power >= 0 {
                whole = whole * 10_000 + value
            } else {
                scale *= 10_000
                part += value / scale
            }
            power -= 1
        }
        // Digits that are 0 at the end have not been sent.
        while power >= 0 {
            whole *= 10_000
            power -= 1
        }
        return bytes.bigEndian(at: 4) as UInt16 == 0x4000 ? -(whole + part) : whole + part
    }

    package func text(_ column: Int, of row: Int) -> String {
        switch types[column] {
        case TypeNumber.int8, TypeNumber.int4, TypeNumber.int2, TypeNumber.bool, TypeNumber.numeric,
            TypeNumber.xid8:
            isNull(column, of: row) ? "" : String(integer(column, of: row))
        default: String(decoding: raw(column, row), as: UTF8.self)
        }
    }

    package func bytes<Bytes: RangeReplaceableCollection<UInt8>>(_ column: Int, of row: Int) -> Bytes {
        Bytes(raw(column, row))
    }
}

extension UnsafeRawBufferPointer {
    /// The number that begins at a byte; 0 if there are not as many bytes.
    fileprivate func bigEndian<Value: FixedWidthInteger>(at start: Int = 0) -> Value {
        guard count >= start + MemoryLayout<Value>.size else { return 0 }
        return Value(bigEndian: loadUnaligned(fromByteOffset: start, as: Value.self))
    }
}
