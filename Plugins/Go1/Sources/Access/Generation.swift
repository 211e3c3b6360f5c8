/// The two live generations of Go1's API, by the value of `api_version` (reference/go1-api-facts.md 2).
enum Generation: String, CaseIterable {
    /// `api.go1.com/v2`: flat objects.
    case v2 = "2022-07-01"
    /// `gateway.go1.com`: objects in fragments, chosen by the header `Api-Version`.
    case gateway = "2025-01-01"

    /// The documented maximum of `limit`; the gateway's is that of scrolling.
    var largestPage: Int {
        switch self {
        case .v2: 50
        case .gateway: 5_000
        }
    }

    /// Our decision: v2 has no choice but small pages; a gateway page of 1,000 is about 2 MB.
    var usualPage: Int {
        switch self {
        case .v2: 50
        case .gateway: 1_000
        }
    }

    /// Where it answers unless `api_url` says otherwise.
    var origin: String {
        switch self {
        case .v2: "https://api.go1.com"
        case .gateway: "https://gateway.go1.com"
        }
    }

    /// The path of the list of learning objects.
    var listingPath: String {
        switch self {
        case .v2: "/v2/learning-objects"
        case .gateway: "/learning-objects"
        }
    }

    /// The table that makes courses of its objects.
    var table: CatalogTable {
        switch self {
        case .v2: .v2
        case .gateway: .gateway
        }
    }
}
