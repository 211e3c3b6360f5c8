/// Receives what ``HTMLReader`` reads, in its order.
class HTMLHandler {
    /// Stops the parser.
    var stop: () -> Void = {}

    /// Handles the start of an element.
    func start(_ name: String, attribute: (String) -> String?) {}

    /// Handles the end of the innermost open element.
    func end() {}

    /// Handles text, or a part of it.
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}
