/// Reads a page in the text format of Prometheus (version 0.0.4), and says what is wrong with it.
struct MetricReader {
    struct Malformed: Error { let line: String }

    /// `name{labels}` and its value.
    private(set) var samples: [String: Double] = [:]
    private(set) var types: [String: String] = [:]

    init(_ text: String) throws {
        var helped: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let match = line.wholeMatch(of: #/# HELP (\w+) .+/#) {
                guard helped.insert(String(match.1)).inserted else { throw Malformed(line: String(line)) }
            } else if let match = line.wholeMatch(of: #/# TYPE (\w+) (counter|gauge|histogram)/#) {
                guard types.updateValue(String(match.2), forKey: String(match.1)) == nil else {
                    throw Malformed(line: String(line))
                }
            } else if let match = line.wholeMatch(
                of: #/((\w+)(?:\{(?:\w+="(?:[^"\\]|\\["\\n])*",?)+\})?) (\S+)/#)
            {
                var family = String(match.2)
                if types[family] == nil, let part = family.wholeMatch(of: #/(\w+)_(?:bucket|sum|count)/#) {
                    family = String(part.1)
                }
                guard helped.contains(family), types[family] != nil, let value = Double(match.3),
                    samples.updateValue(value, forKey: String(match.1)) == nil
                else { throw Malformed(line: String(line)) }
            } else {
                throw Malformed(line: String(line))
            }
        }
        guard text.hasSuffix("\n") else { throw Malformed(line: "the end") }
    }

    subscript(_ sample: String) -> Double? { samples[sample] }

    /// The samples of a family.
    func names(of family: String) -> [String] {
        samples.keys.filter { $0 == family || $0.hasPrefix("\(family){") }.sorted()
    }
}
