extension LMSState {
    /// `POST /api/v2/oauth2/token`.
    mutating func token(_ call: Call) throws(Refusal) -> PlatformAnswer {
        guard let value = JSONValue(call.request.body), Shape.token.problem(value, at: "") == nil else {
            throw .flat(400, "invalid_request")
        }
        guard value["grant_type"]?.text == "client_credentials" else {
            throw .flat(400, "unsupported_grant_type")
        }
        if let id = value["user_id"]?.text, user(id)?.isDeleted != false {
            throw .flat(400, "non_existing_user")
        }
        guard value["client_id"]?.text == options.clientID,
            value["client_secret"]?.text == options.clientSecret
        else { throw .flat(401, "invalid_client") }
        return .json(
            200,
            [
                "token_type": .text("Bearer"),
                "access_token": .text(tokens.issue(lifetime: options.tokenLifetime, now: call.now)),
                "expires_in": .number(options.tokenLifetime),
            ])
    }
}
