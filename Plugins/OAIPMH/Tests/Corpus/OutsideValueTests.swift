import ConnectorKit
import Foundation
import TestSupport
import Testing

@testable import OAIPMH

@Suite struct OutsideValueTests {
    @Test(
        "whatever stands in an element or an attribute, there is a page or a sentence",
        arguments: [GoodAnswer.first, .last])
    func anything(_ good: GoodAnswer) async throws {
        let text = String(decoding: good.bytes, as: UTF8.self)
        let places =
            text.ranges(of: />[^<>]*</).map {
                text.index(after: $0.lowerBound)..<text.index(before: $0.upperBound)
            }
            + text.matches(of: /="([^"]*)"/).map { $0.output.1.startIndex..<$0.output.1.endIndex }
        #expect(places.count > 30)
        for place in places {
            for value in OutsideValue.all {
                let changed = text.replacingCharacters(
                    in: place, with: value.json.trimmingCharacters(in: ["\""]))
                switch await good.page(Array(changed.utf8)) {
                case .failure(let failure): #expect(!failure.message.isEmpty, "\(value): \(changed)")
                case .success(let page):
                    for item in page.items {
                        do throws(Failure) {
                            _ = try oai.mapping(settings()).learningObject(
                                from: try oai.document(of: item, settings: settings()))
                        } catch { #expect(!error.message.isEmpty) }
                    }
                }
            }
        }
    }
}
