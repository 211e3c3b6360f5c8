/// An event of an XML document, in document order. Comments and processing instructions are skipped.
package enum XMLEvent: Sendable, Equatable {
    /// The start of an element. Attribute names have no prefixes.
    case start(XMLName, attributes: [String: String])
    /// The end of the innermost open element.
    case end
    /// All text between two tags, with references and CDATA sections resolved.
    case text(String)
    /// A character or reference that XML does not allow, a byte that is not UTF-8, or a declaration within the
    /// document. A character is left out of the text; an entity that only HTML has is read, and any other stays
    /// as it is written. The rest of the document is not affected.
    case flaw(XMLFault)
}
