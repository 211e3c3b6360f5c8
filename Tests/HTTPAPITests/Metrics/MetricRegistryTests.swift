import HTTPAPI
import Host
import Metrics
import Runtime
import Testing

@Suite struct MetricRegistryTests {
    private static let calls = MetricFamily("calls_total", .counter, "Calls\nthat \\ came.")
    private static let level = MetricFamily("level", .gauge, "How high it is.")
    private static let took = MetricFamily("took_seconds", .histogram([0.5, 2]), "How long it took.")

    @Test("What is counted is shown with its help and type, in the order of declarations and labels")
    func text() {
        let registry = MetricRegistry([Self.calls, Self.level, Self.took])
        Self.level.set(2.5, in: registry)
        Self.level.set(-1, in: registry)
        Self.calls.add(2, [("who", "b")], to: registry)
        Self.calls.add(1, [("who", "a\"\\\n")], to: registry)
        Self.calls.add(3, [("who", "b")], to: registry)
        for seconds in [0.25, 0.5, 1, 4] { Self.took.observe(seconds: seconds, [("who", "a")], in: registry) }
        #expect(
            registry.text == #"""
                # HELP calls_total Calls\nthat \\ came.
                # TYPE calls_total counter
                calls_total{who="a\"\\\n"} 1
                calls_total{who="b"} 5
                # HELP level How high it is.
                # TYPE level gauge
                level -1
                # HELP took_seconds How long it took.
                # TYPE took_seconds histogram
                took_seconds_bucket{who="a",le="0.5"} 2
                took_seconds_bucket{who="a",le="2"} 3
                took_seconds_bucket{who="a",le="+Inf"} 4
                took_seconds_sum{who="a"} 5.75
                took_seconds_count{who="a"} 4

                """#)
    }

    @Test("A label is escaped by bytes: also before a combining mark, and in a line end of two")
    func marks() {
        let registry = MetricRegistry([Self.calls])
        Self.calls.add(1, [("who", "\"\u{301}\r\n\\\u{301}")], to: registry)
        #expect(
            registry.text
                == "# HELP calls_total Calls\\nthat \\\\ came.\n# TYPE calls_total counter\n"
                + "calls_total{who=\"\\\"\u{301}\r\\n\\\\\u{301}\"} 1\n")
    }

    @Test("What is not declared, or declared as something else, counts for nothing")
    func undeclared() {
        let registry = MetricRegistry([Self.calls])
        Counter(label: "others_total", dimensions: [], factory: registry).increment()
        Meter(label: "calls_total", dimensions: [], factory: registry).set(1)
        Metrics.Timer(label: "calls_total", dimensions: [], factory: registry).recordSeconds(1)
        Recorder(label: "calls_total", dimensions: [], aggregate: true, factory: registry).record(1)
        #expect(registry.text == "")
    }

    @Test("Everything that is declared has a name, a unit and a help as Prometheus wants them")
    func declarations() {
        #expect(Set(MetricFamily.all.map(\.name)).count == MetricFamily.all.count)
        for family in MetricFamily.all {
            #expect(family.name.wholeMatch(of: #/(tributary|process)_[a-z_]+/#) != nil, "\(family.name)")
            #expect(family.name.hasSuffix("_total") == (family.kind == .counter), "\(family.name)")
            #expect(family.help.hasSuffix("."), "\(family.name)")
            if case .histogram(let bounds) = family.kind {
                #expect(family.name.hasSuffix("_seconds"))
                #expect(bounds == bounds.sorted() && !bounds.isEmpty)
            }
        }
    }
}
