import Foundation

/// What libyaml found wrong, said for the person who wrote the file.
///
/// No text of the file is repeated but the one character that cannot stand: nobody knows yet
/// which part of the file is a secret.
func syntaxProblem(
    _ problem: String, at offset: Int, context: String, begunAt: Int, in source: SourceText
) -> YAMLProblem {
    func found(_ message: String, at place: Int? = nil) -> YAMLProblem {
        YAMLProblem(offset: place ?? offset, message: message)
    }
    let opened = "opened on line \(source.position(of: begunAt).line)"
    let afterDollar = offset > source.start && source.bytes[offset - 1] == UInt8(ascii: "$")
    let character = offset < source.bytes.count ? source[offset..<offset + 1] : ""

    if afterDollar || problem.hasPrefix("did not find expected ','") && reference(before: offset, in: source)
    {
        return found("a reference inside [ ] or { } has to be in quotes: \"${NAME}\"")
    }
    switch problem {
    case "mapping values are not allowed in this context":
        return found(
            "a \":\" cannot stand here; put text that holds \": \" in quotes, or correct the indentation")
    case "could not find expected ':'":
        return found("a key without a \":\" after it", at: begunAt)
    case "did not find expected key":
        return found("this line fits no mapping above it; correct its indentation or the quotes before it")
    case "did not find expected '-' indicator":
        return found("this line fits no list above it; correct its indentation or begin it with \"- \"")
    case "block sequence entries are not allowed in this context":
        return found("a \"- \" cannot stand here; begin the list on a line of its own")
    case "mapping keys are not allowed in this context":
        return found("a \"? \" cannot stand here")
    case "did not find expected ',' or ']'":
        return found("the list \(opened) is not closed; \",\" or \"]\" was expected")
    case "did not find expected ',' or '}'":
        return found("the mapping \(opened) is not closed; \",\" or \"}\" was expected")
    case "did not find expected node content":
        return found("a value was expected")
    case "found unexpected end of stream":
        return found("the quotes opened here are not closed", at: begunAt)
    case "found unexpected document indicator":
        return found("the quotes opened here are not closed before the document ends", at: begunAt)
    case "found unknown escape character":
        return found("unknown escape after \"\\\"; use single quotes for text with backslashes")
    case "did not find expected hexdecimal number":
        return found("unfinished escape after \"\\\"; use single quotes for text with backslashes")
    case "did not find expected <document start>":
        return found("a second value begins here; a file is one mapping")
    case "found character that cannot start any token" where character == "\t":
        return found("a tab cannot indent; use spaces")
    case "found character that cannot start any token":
        return found("a value cannot begin with \"\(character)\"; put it in quotes")
    case "found a tab character where an indentation space is expected":
        return found("a tab cannot indent; use spaces")
    case "did not find expected alphabetic or numeric character":
        return found("a name was expected after the \"&\" or \"*\"; put the text in quotes", at: begunAt)
    default:
        let doing = context.isEmpty ? "" : " (\(context))"
        return found("this is no YAML: \(problem)\(doing)")
    }
}

/// Whether the text just before is an unquoted `${NAME`, which ends a value inside `[ ]` and `{ }`.
private func reference(before offset: Int, in source: SourceText) -> Bool {
    let line = source[source.lineStart(of: offset)..<offset]
    guard let open = line.range(of: "${", options: .backwards) else { return false }
    return !line[open.upperBound...].contains("}") && !line[..<open.lowerBound].hasSuffix("\"")
}
