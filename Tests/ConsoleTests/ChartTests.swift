import Foundation
import HTTPTypes
import Host
import Model
import Store
import Testing

@testable import Console

@Suite struct ChartTests {
    static let tops: [(value: Int, top: Int)] = [
        (0, 4), (1, 4), (4, 4), (5, 8), (9, 12), (13, 20), (21, 32), (33, 40), (68, 80), (121, 200),
        (999, 1200),
        (320_001, 400_000),
    ]

    @Test("The axis ends at a round number that four lines divide", arguments: tops)
    func axis(_ value: Int, _ top: Int) {
        #expect(BarChart.roundUp(value) == top)
        #expect(top % 4 == 0)
    }

    @Test("Bars are as tall as their values, and stand on the same line")
    func bars() {
        let chart = BarChart(
            bars: [("2026-10", 0), ("2026-11", 2), ("2026-12", 4)], unfinished: "2026-12"
        ).record(.wide)
        let bars = chart["bars"].elements
        #expect(bars.map { $0["height"].plain } == ["0.0", "88.0", "176.0"])
        let ends = bars.compactMap { bar in
            Double(bar["y"].plain).flatMap { y in Double(bar["height"].plain).map { y + $0 } }
        }
        #expect(ends == [194, 194, 194])
        #expect(chart["axis"].elements.map { $0["value"].plain } == ["0", "1", "2", "3", "4"])
        #expect(bars.map { $0["value"].plain } == ["0", "2", "4"])
        #expect(bars.map { $0["isUnfinished"].isTrue } == [false, false, true])
    }

    @Test("Shares are in proportion, and nothing is drawn of nothing")
    func split() {
        let parts = SplitChart(parts: [("done", 3), ("open", 1)]).record["parts"].elements
        #expect(parts.map { $0["width"].plain } == ["540.0", "180.0"])
        #expect(parts.map { $0["x"].plain } == ["0.0", "540.0"])
        #expect(parts.map { $0["share"].plain } == ["75", "25"])
        let none = SplitChart(parts: [("done", 0), ("open", 0)]).record["parts"].elements
        #expect(none.map { $0["width"].plain } == ["0.0", "0.0"])
    }

    @Test("Months without completions are months all the same, and only the last 36 are shown")
    func months() {
        let months = StatisticsPage.months([
            ("2020-01", 9),
            ("2025-11", 1),
            ("2026-02", 2),
        ])
        #expect(months.count == 36)
        #expect(months.first?.month == "2023-03")
        #expect(
            months.suffix(4).map { "\($0.month) \($0.completed)" } == [
                "2025-11 1", "2025-12 0", "2026-01 0", "2026-02 2",
            ])
        #expect(StatisticsPage.months([]).isEmpty)
    }

    @Test("Statistics count attempts by month, course, learner and group")
    func page() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let page = try await visitor.get("/statistics")
            #expect(
                page.plain.contains(
                    "Learners 2 Courses 4 Attempts 6 Completed 4 Passed 4 Failed 0 Hours 0"))
            #expect(page.plain.contains("completed: 4 (67%) in progress: 2 (33%)"))
            #expect(page.plain.contains("Month (UTC) Completed Sep 2026 4"))
            let narrow = try await visitor.get("/statistics?group=english")
            #expect(narrow.plain.contains("Attempts 3 Completed 2"))
            let learner = try await visitor.get("/statistics/learner?user=ann@example.com")
            #expect(learner.plain.contains("Courses 4 Attempts 4"))
            #expect(learner.plain.contains("Leading teams Group all"))
            let nobody = try await visitor.get("/statistics/learner?user=nobody@example.com")
            #expect(nobody.plain.contains("There are no attempts of this learner."))
        }
    }

    @Test("A narrow chart has the last twelve months, so that its text is as large as that of a wide one")
    func narrow() {
        let bars = (1...36).map { (label: "\($0)", value: $0) }
        let chart = BarChart(bars: bars).record(.narrow)
        #expect(chart["bars"].elements.map { $0["month"].plain } == (25...36).map(String.init))
        #expect(chart["viewBox"].plain == "0 0 340 220")
    }

    @Test(
        "Statistics are limited to a group, a provider and days of the reader's zone, and empty ones say why")
    func filtered() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            // All of it happened on the 21st of September at 14:13 and 15:13 UTC.
            for (query, attempts) in [
                ("from=2026-09-21", 6), ("to=2026-09-20", 0), ("from=2026-09-22", 0),
                ("from=2026-09-21&to=2026-09-21&group=english", 3), ("provider=shelf", 6),
                ("provider=post", 0), ("from=nonsense", 6),
            ] {
                let page = try await visitor.get("/statistics?\(query)")
                #expect(page.status == 200)
                let found = page.plain.contains("Attempts \(attempts) ")
                let none = page.plain.contains(
                    "Nothing was learned within these filters. Choose a longer time, or another group or provider."
                )
                #expect(attempts > 0 ? found : none, "\(query)")
            }
            let tokyo = try await site.send(
                .get, "/statistics?to=2026-09-21", cookie: "\(visitor.cookie); tributary-zone=Asia/Tokyo")
            #expect(tokyo.plain.contains("Nothing was learned"))
            let part = try await visitor.get("/statistics/learners?user=OB@ex")
            #expect(part.attributes("href", of: "a", where: "learner?user=").count == 1)
            #expect(part.text.contains("bob@example.com</a>"))
        }
    }
}
