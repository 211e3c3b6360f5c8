import ConnectorKit
import CYaml

/// One step of the parser, with byte offsets for marks.
struct YAMLEvent {
    enum Kind {
        case streamEnd, documentStart, documentEnd, other
        case alias(String)
        case scalar(String, YAMLNode.ScalarStyle)
        case sequenceStart(flow: Bool), sequenceEnd
        case mappingStart(flow: Bool), mappingEnd
    }

    let kind: Kind
    let span: Range<Int>
    var anchor: String?
    var tag: String?
}

/// libyaml's events over a text in memory.
struct YAMLEvents: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let source: SourceText
    /// Byte offset of each character, since libyaml counts characters; nil for pure ASCII.
    private let offsets: [Int]?

    init(_ source: SourceText) {
        self.source = source
        let text = source.bytes[source.start...]
        input = .allocate(capacity: text.count)
        _ = input.initialize(from: text)
        offsets =
            text.allSatisfy { $0 < 0x80 }
            ? nil
            : text.indices.filter { text[$0] & 0xC0 != 0x80 } + [text.endIndex]
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event.
    ///
    /// - Throws: the first syntax error.
    func next() throws(YAMLProblem) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) != 0 else { throw problem() }
        defer { yaml_event_delete(&event) }
        let start = offset(event.start_mark.index)
        let span = start..<max(start, offset(event.end_mark.index))
        switch event.type {
        case YAML_STREAM_END_EVENT: return YAMLEvent(kind: .streamEnd, span: span)
        case YAML_DOCUMENT_START_EVENT: return YAMLEvent(kind: .documentStart, span: span)
        case YAML_DOCUMENT_END_EVENT: return YAMLEvent(kind: .documentEnd, span: span)
        case YAML_ALIAS_EVENT:
            return YAMLEvent(kind: .alias(text(event.data.alias.anchor) ?? ""), span: span)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let value = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return YAMLEvent(
                kind: .scalar(value, style(scalar.style)), span: span, anchor: text(scalar.anchor),
                tag: text(scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            let sequence = event.data.sequence_start
            return YAMLEvent(
                kind: .sequenceStart(flow: sequence.style == YAML_FLOW_SEQUENCE_STYLE), span: span,
                anchor: text(sequence.anchor), tag: text(sequence.tag))
        case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, span: span)
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            return YAMLEvent(
                kind: .mappingStart(flow: mapping.style == YAML_FLOW_MAPPING_STYLE), span: span,
                anchor: text(mapping.anchor), tag: text(mapping.tag))
        case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, span: span)
        default: return YAMLEvent(kind: .other, span: span)
        }
    }

    private func problem() -> YAMLProblem {
        if parser.pointee.error == YAML_READER_ERROR {
            return YAMLProblem(
                offset: source.start + Int(parser.pointee.problem_offset),
                message: "a control character is not allowed in YAML")
        }
        return syntaxProblem(
            text(parser.pointee.problem) ?? "", at: offset(parser.pointee.problem_mark.index),
            context: text(parser.pointee.context) ?? "",
            begunAt: offset(parser.pointee.context_mark.index), in: source)
    }

    private func offset(_ index: Int) -> Int {
        guard let offsets else { return min(source.start + index, source.bytes.count) }
        return offsets[min(index, offsets.count - 1)]
    }

    private func style(_ style: yaml_scalar_style_t) -> YAMLNode.ScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }

    private func text(_ pointer: UnsafePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}
