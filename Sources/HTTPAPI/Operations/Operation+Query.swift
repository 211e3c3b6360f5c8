import ConnectorKit

extension Operation {
    /// Checks a query against the description; returns the values of each name.
    func checked(_ query: [(name: String, value: String)]) throws(Problem) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for (name, value) in query {
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                let known = parameters.map(\.name).joined(separator: ", ")
                throw .badRequest(
                    "\(name): unknown parameter; "
                        + (known.isEmpty ? "none was expected" : "one of \(known) was expected"))
            }
            guard parameter.repeats || found[name] == nil else {
                throw .badRequest("\(name): is given twice")
            }
            if let problem = parameter.shape.problem(with: parameter.read(value), at: name) {
                throw .badRequest(problem)
            }
            found[name, default: []].append(value)
            guard found[name, default: []].count <= Parameter.mostValues else {
                throw .badRequest("\(name): \(Parameter.mostValues) values at most were expected")
            }
        }
        for parameter in parameters where parameter.isRequired && found[parameter.name] == nil {
            throw .badRequest("\(parameter.name): is missing")
        }
        return found
    }
}

extension Operation.Parameter {
    /// The value that a text of a query stands for.
    fileprivate func read(_ text: String) -> JSONValue {
        switch shape {
        case .integer: Int64(text).map { .integer($0) } ?? .text(text)
        case .number: Double(text).map { .number($0) } ?? .text(text)
        case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .text(text)
        default: .text(text)
        }
    }
}
