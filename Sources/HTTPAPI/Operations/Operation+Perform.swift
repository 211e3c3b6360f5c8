import Host
import Model

extension Operation {
    /// - Throws: ``Problem`` for a token whose role does not do this.
    func requireRole(of token: APIToken) throws(Problem) {
        guard role == .viewer || token.role == .admin else {
            throw .forbidden("this token may look, and change nothing")
        }
    }

    /// Does it, notes in the audit trail what it changed, and has the platform told where it is to know.
    ///
    /// - Parameter path: the resource, for the audit trail.
    func perform(_ call: APICall, at path: String) async throws -> RecordValue {
        guard let audited else { return try await run(call) }
        let value = try await audited.run(self, call, at: path)
        if isDelivered { call.live.deliver() }
        return value
    }

    /// The values of each name of a query, where all of it is as described.
    func checked(_ query: [(name: String, value: String)]) throws(Problem) -> [String: [String]] {
        var found: [String: [String]] = [:]
        for (name, value) in query {
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                let known = parameters.map(\.name).joined(separator: ", ")
                throw .badRequest(
                    "\(name): there is no such parameter"
                        + (known.isEmpty ? "; this takes none" : "; there is \(known)"))
            }
            guard parameter.repeats || found[name] == nil else {
                throw .badRequest("\(name): is given twice")
            }
            if let problem = parameter.shape.problem(with: parameter.read(value), at: name) {
                throw .badRequest(problem)
            }
            found[name, default: []].append(value)
        }
        for parameter in parameters where parameter.isRequired && found[parameter.name] == nil {
            throw .badRequest("\(parameter.name): is missing")
        }
        return found
    }
}

extension Operation.Parameter {
    /// The text of a query as the value it stands for.
    fileprivate func read(_ text: String) -> JSONBody {
        switch shape {
        case .integer: Int64(text).map { .number(Double($0)) } ?? .text(text)
        case .number: Double(text).map(JSONBody.number) ?? .text(text)
        case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .text(text)
        default: .text(text)
        }
    }
}
