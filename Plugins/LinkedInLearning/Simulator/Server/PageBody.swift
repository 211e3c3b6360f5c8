import SimulatorSupport
import ConnectorKit
import NIOCore

/// One page of a list with its `paging`, as "API Foundations" describes it.
struct PageBody {
    let parameters: Parameters
    let resource: Resource
    let total: Int

    var start: Int { parameters.number("start") ?? 0 }
    var count: Int { parameters.number("count") ?? 10 }

    /// The places of the list that are on the page.
    var places: Range<Int> {
        min(start, total)..<min(start.addingReportingOverflow(count).partialValue, total)
    }

    /// - Parameter isEmpty: Whether the page has neither elements nor a next page, although there are more.
    func bytes(_ elements: some Sequence<JSONValue>, isEmpty: Bool) -> ByteBuffer {
        var links: [JSONValue] = []
        func link(_ rel: String, _ start: Int) {
            links.append(
                [
                    "rel": .text(rel), "href": .text(parameters.target(resource.rawValue, start: start)),
                    "type": "application/json",
                ])
        }
        if start > 0 { link("prev", max(0, start - count)) }
        if places.upperBound < total, !isEmpty { link("next", places.upperBound) }
        var writer = JSONWriter(capacity: 1 << 16)
        writer.write(["elements": isEmpty ? [] : .list(Array(elements))])
        var bytes = writer.bytes.dropLast()
        let paging: JSONValue = [
            "total": .integer(total), "count": .integer(count), "start": .integer(start),
            "links": .list(links),
        ]
        bytes += #","paging":"#.utf8
        bytes += paging.bytes()
        bytes.append(UInt8(ascii: "}"))
        return ByteBuffer(bytes: bytes)
    }
}
