import ConnectorKit
import Testing

@testable import Go1

@Suite("Requests for a page")
struct ListingRequestTests {
    private static let gatewayRest = """
        &collection=library&type[]=course&type[]=document&type[]=interactive&type[]=text&type[]=video\
        &type[]=link&type[]=audio&include[]=core&include[]=relevance&include[]=lifecycle&include[]=topics\
        &include[]=provider
        """
    private static let v2Rest =
        "&collection=default&type=course%2Cdocument%2Cinteractive%2Ctext%2Cvideo%2Clink%2Caudio"

    @Test("the gateway's request scrolls the Library in pages of 1000 and names the version")
    func gatewayFirst() {
        let request = Service(settings(.gateway)).listingRequest(cursor: nil)
        #expect(
            request.url
                == "https://gateway.go1.com/learning-objects?limit=1000&use_scroll=true" + Self.gatewayRest)
        #expect(
            request.headers == [
                HTTPHeader("Accept", "application/json"), HTTPHeader("Api-Version", "2025-01-01"),
            ])
        #expect(request.method == .get)
        #expect(request.authorized)
        #expect(request.repeatable)
        #expect(request.body == nil)
    }

    @Test("the gateway's next page is requested with its encoded cursor")
    func gatewayNext() {
        let request = Service(settings(.gateway, ["page_size": "5000"])).listingRequest(cursor: "a+b/c== &d")
        #expect(
            request.url
                == "https://gateway.go1.com/learning-objects?limit=5000&use_scroll=true"
                + "&scroll_id=a%2Bb%2Fc%3D%3D%20%26d" + Self.gatewayRest)
    }

    @Test("v2's request scrolls the Library in pages of 50")
    func v2First() {
        let request = Service(settings(.v2)).listingRequest(cursor: nil)
        #expect(request.url == "https://api.go1.com/v2/learning-objects?limit=50&scroll=true" + Self.v2Rest)
        #expect(request.headers == [HTTPHeader("Accept", "application/json")])
    }

    @Test("v2's next page is requested with its cursor")
    func v2Next() {
        let request = Service(settings(.v2, ["page_size": "20"])).listingRequest(cursor: "DnF1ZXJ5==")
        #expect(
            request.url
                == "https://api.go1.com/v2/learning-objects?limit=20&scroll=true&scrollId=DnF1ZXJ5%3D%3D"
                + Self.v2Rest)
    }

    @Test(
        "api_url is one origin for both generations",
        arguments: [
            (Generation.gateway, "http://127.0.0.1:81/learning-objects"),
            (.v2, "http://127.0.0.1:81/v2/learning-objects"),
        ])
    func oneOrigin(generation: Generation, expected: String) {
        let service = Service(settings(generation, ["api_url": "http://127.0.0.1:81/"]))
        #expect(service.listingURL == expected)
    }

    @Test("the probe requests one item without a scroll")
    func probe() {
        #expect(
            Service(settings(.gateway)).probe.url
                == "https://gateway.go1.com/learning-objects?limit=1" + Self.gatewayRest)
        #expect(
            Service(settings(.v2)).probe.url == "https://api.go1.com/v2/learning-objects?limit=1"
                + Self.v2Rest)
    }
}
