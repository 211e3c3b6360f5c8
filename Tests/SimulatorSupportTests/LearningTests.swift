import ConnectorKit
import Foundation
import SimulatorSupport
import Testing

@Suite("Learners of a simulated service")
struct LearningTests {
    @Test("The same numbers make the same enrolments, at items that there are")
    func same() {
        let enrolments = SimulatedLearning(300, items: 60).enrolments
        #expect(enrolments == SimulatedLearning(300, items: 60).enrolments)
        #expect(enrolments.map(\.number) == Array(0..<300))
        #expect(enrolments.allSatisfy { 1...60 ~= $0.item && 0..<40 ~= $0.learner })
        #expect(Set(enrolments.map { [$0.item, $0.learner] }).count == 300)
        #expect(enrolments.count { $0.percent == 100 } == 200)
        #expect(enrolments.filter { $0.email == nil }.allSatisfy { $0.learner == 39 })
        #expect(SimulatedLearning(300, items: 0, crowd: 5, windows: 2).enrolments.isEmpty)
    }

    @Test("A crowd changed in one second, and one learner learned a minute in each window")
    func crowd() {
        let crowd = SimulatedLearning(10, items: 5, crowd: 30).enrolments
        #expect(crowd.count == 30 && Set(crowd.map(\.updated)).count == 1)
        let first = SimulatedLearning(10, items: 5, windows: 3).enrolments[0]
        #expect(first.seconds == 180 && first.percent == 30)
    }

    @Test("A completion is now, and stays")
    func completion() throws {
        let learning = SimulatedLearning(10, items: 5)
        let before = learning.enrolments
        let changed = try #require(learning.complete(3))
        #expect(changed.number == 1 && changed.percent == 100)
        #expect(changed.seconds == before[1].seconds + 60)
        #expect(changed.updated > before[1].updated)
        #expect(learning.enrolments[1] == changed)
        #expect(learning.enrolments[2...] == before[2...])
        #expect(SimulatedLearning(0, items: 5).complete(1) == nil)
    }

    @Test("The options say how many there are, a crowd and windows included")
    func options() throws {
        var options = SimulatorOptions(items: 20, faults: ["crowd=70", "windows=2", "429=0.1"])
        #expect(try options.takeLearning().enrolments.count == 70)
        #expect(options.faults == ["429=0.1"])
        var others = SimulatorOptions(items: 20)
        #expect(try others.takeLearning().enrolments.count == 60)
        others.enrolments = 7
        #expect(try others.takeLearning().enrolments.count == 7)
    }
}
