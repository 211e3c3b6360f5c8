/// What a document holds, in its order. Comments and processing instructions are passed over.
package enum XMLEvent: Sendable, Equatable {
    /// An element begins. Attributes are named without their prefixes.
    case start(XMLName, attributes: [String: String])
    /// The element that began last and has not ended yet ends.
    case end
    /// Text between two tags, whole, with references and CDATA sections resolved.
    case text(String)
    /// Here stands a character or a reference that XML does not know, or a byte that is no UTF-8. The text
    /// around it is not to be relied on, and the document goes on: the damage is that of one place.
    case flaw(XMLFault)
}
