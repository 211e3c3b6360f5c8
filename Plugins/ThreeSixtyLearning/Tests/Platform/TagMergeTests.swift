import Testing

import DeliveryTesting
@testable import ThreeSixtyLearning

@Suite struct TagMergeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let present: [String]
        let wanted: [String]
        var owned: Set<String> = []
        let tags: [String]
        let ownedAfter: Set<String>

        var testDescription: String { name }
    }

    @Test(
        "the provider's tags follow the provider, and those of people stay",
        arguments: [
            Case(name: "nothing", present: [], wanted: [], tags: [], ownedAfter: []),
            Case(
                name: "new tags come behind those of people", present: ["p"], wanted: ["a", "b"],
                tags: ["p", "a", "b"], ownedAfter: ["a", "b"]),
            Case(
                name: "a tag that a person had put there stays a person's", present: ["a"], wanted: ["a"],
                tags: ["a"], ownedAfter: []),
            Case(
                name: "what the provider no longer gives goes", present: ["p", "a", "b"], wanted: ["b"],
                owned: ["a", "b"], tags: ["p", "b"], ownedAfter: ["b"]),
            Case(
                name: "switched off, all of the provider's go", present: ["a", "p"], wanted: [],
                owned: ["a"], tags: ["p"], ownedAfter: []),
            Case(
                name: "what a person took off is put there again", present: [], wanted: ["a"],
                owned: ["a"], tags: ["a"], ownedAfter: ["a"]),
            Case(
                name: "what was taken off and is not wanted is forgotten", present: ["p"], wanted: [],
                owned: ["a"], tags: ["p"], ownedAfter: []),
            Case(
                name: "the same twice is once", present: [], wanted: ["a", "a"], tags: ["a"],
                ownedAfter: ["a"]),
        ])
    func merged(_ expected: Case) {
        let merge = TagMerge(
            present: expected.present, wanted: expected.wanted, owned: expected.owned)
        #expect(merge.tags == expected.tags)
        #expect(merge.owned == expected.ownedAfter)
        #expect(merge.leftOut == [])
    }

    @Test("a course takes 100 tags, and those without room are named")
    func full() {
        let people = (1...98).map { "p\($0)" }
        let merge = TagMerge(present: people, wanted: ["a", "b", "c", "d"], owned: [])
        #expect(merge.tags == people + ["a", "b"])
        #expect(merge.leftOut == ["c", "d"])
        #expect(merge.owned == ["a", "b"])
    }
}
