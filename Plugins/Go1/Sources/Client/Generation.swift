/// The two generations of Go1's API, by the value of `api_version` (rule G3).
enum Generation: String, CaseIterable {
    /// `api.go1.com/v2`: flat objects.
    case v2 = "2022-07-01"
    /// `gateway.go1.com`: objects in fragments, chosen by the header `Api-Version`.
    case gateway = "2025-01-01"

    /// The documented maximum of `limit`; for the gateway, that of scrolling.
    var largestPage: Int {
        switch self {
        case .v2: 50
        case .gateway: 5_000
        }
    }

    /// Our decision: v2 allows only small pages, and a gateway page of 1,000 items is about 2 MB.
    var usualPage: Int {
        switch self {
        case .v2: 50
        case .gateway: 1_000
        }
    }

    /// The default origin, unless `api_url` sets another.
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

    var table: CatalogTable {
        switch self {
        case .v2: .v2
        case .gateway: .gateway
        }
    }
}
