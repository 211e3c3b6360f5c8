/// When a fault strikes. Only requests for pages of a listing are struck.
package struct FaultRule<Fault: SimulatedFault>: Sendable, Equatable {
    package var fault: Fault
    package var occasion: FaultOccasion

    package init(_ fault: Fault, _ occasion: FaultOccasion) {
        self.fault = fault
        self.occasion = occasion
    }

    /// Reads `429=0.05`, `500@page3`, `cut@every10` or `html@next2`.
    ///
    /// - Throws: ``InvalidFault`` saying what would be right.
    package init(_ text: String) throws(InvalidFault) {
        guard let mark = text.firstIndex(where: { $0 == "=" || $0 == "@" }) else {
            throw InvalidFault(
                text, "a probability such as \(text)=0.05 or an occasion such as \(text)@page3 was expected")
        }
        guard let fault = Fault(text[..<mark]) else {
            throw InvalidFault(text, "there is no fault \"\(text[..<mark])\"; there are \(Fault.names)")
        }
        let rest = text[text.index(after: mark)...]
        if text[mark] == "=" {
            guard let probability = Double(rest), (0...1).contains(probability) else {
                throw InvalidFault(text, "\"\(rest)\" is no probability; a number from 0 to 1 was expected")
            }
            self.init(fault, .probability(probability))
            return
        }
        let occasions: [(name: String, make: (Int) -> FaultOccasion)] = [
            ("page", FaultOccasion.page), ("every", FaultOccasion.every), ("next", FaultOccasion.next),
        ]
        for (name, make) in occasions where rest.hasPrefix(name) {
            if let number = Int(rest.dropFirst(name.count)), number > 0 {
                self.init(fault, make(number))
                return
            }
        }
        throw InvalidFault(text, "\"\(rest)\" is no occasion; page3, every10 or next2 were expected")
    }
}

/// Which requests for pages a fault strikes.
package enum FaultOccasion: Sendable, Equatable {
    /// Each page with this probability; the same pages for the same seed and order of requests.
    case probability(Double)
    /// The first request for the page of this number, counted from 1.
    case page(Int)
    /// Every so many requests for pages.
    case every(Int)
    /// The next so many requests for pages.
    case next(Int)
}

/// A fault that cannot be read.
package struct InvalidFault: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String

    init(_ text: String, _ problem: String) { description = "fault \"\(text)\": \(problem)" }
}
