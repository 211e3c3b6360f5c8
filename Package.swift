// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// The providers that are built in: one name for each folder under `Plugins/`.
/// A provider is added here and nowhere else; `script/new-provider NAME` does it.
let providers = [
    "Go1",
    "LinkedInLearning",
    "OAIPMH",
    "UdemyBusiness",
]

/// The platforms that are built in, besides the workspace: one name for each folder under `Plugins/`.
/// `script/new-platform NAME` adds one.
let platforms = [
    "ThreeSixtyLearning"
]

// MARK: - Providers and platforms

/// Stops the build with a message that says what to do: a manifest has no other way to refuse.
func refuse(_ message: String) -> Never {
    FileHandle.standardError.write(Data("error: \(message)\n".utf8))
    exit(1)
}

let root = Context.packageDirectory
for (kind, name) in providers.map({ ("provider", $0) }) + platforms.map({ ("platform", $0) })
where !FileManager.default.fileExists(atPath: "\(root)/Plugins/\(name)/Sources") {
    refuse(
        """
        Package.swift lists the \(kind) "\(name)", but there is no folder Plugins/\(name)/Sources. \
        Create it, or take "\(name)" off the list at the top of Package.swift.
        """)
}

var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
// Set by script/test: a warning of a newer compiler shall not keep anyone from building a release.
if Context.environment["TRIBUTARY_STRICT"] != nil { settings.append(.treatAllWarnings(as: .error)) }

/// The host, and all that is below it.
let hostModules: [Target.Dependency] = [
    "ConfigurationFiles", "ConnectorKit", "Delivery", "Host", "Model", "Push", "Runtime", "Store", "Sync",
    "Webhooks",
]
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")

/// The message files of other languages that a plugin may bring, `Plugins/<Name>/Sources/Translations/de.json`.
func translations(of name: String) -> [Resource] {
    let folder = "\(root)/Plugins/\(name)/Sources/Translations"
    return FileManager.default.fileExists(atPath: folder) ? [.embedInCode("Translations")] : []
}

let pluginTargets = (providers + platforms).flatMap { name -> [Target] in
    [
        .target(
            name: name, dependencies: ["ConnectorKit", "Markup"],
            path: "Plugins/\(name)/Sources", resources: translations(of: name), swiftSettings: settings),
        .target(
            name: "\(name)Simulator",
            dependencies: ["ConnectorKit", "SimulatorSupport", hummingbird, logging, crypto],
            path: "Plugins/\(name)/Simulator", swiftSettings: settings),
        .testTarget(
            name: "\(name)Tests",
            dependencies: hostModules + [
                .target(name: name), .target(name: "\(name)Simulator"), "ConnectorTesting",
                "PostgresTesting", "SimulatorSupport", "TestSupport", "Transport", crypto,
                .product(name: "Yams", package: "Yams"),
            ] + (name == "ThreeSixtyLearning" ? ["DeliveryTesting"] : []),
            path: "Plugins/\(name)/Tests", swiftSettings: settings),
    ]
}
let pluginModules = (providers + platforms).flatMap { name -> [Target.Dependency] in
    [.target(name: name), .target(name: "\(name)Simulator")]
}

/// They configure 360Learning, and deliver to its simulator.
let deliveryTests = platforms.filter { $0 == "ThreeSixtyLearning" }.flatMap { name -> [Target] in
    [
        .target(
            name: "DeliveryTesting",
            dependencies: hostModules + [
                .target(name: name), .target(name: "\(name)Simulator"), "OpenAPITesting", "SimulatorSupport",
                "TestSupport",
            ],
            path: "Tests/DeliveryTesting", swiftSettings: settings),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: [
                .target(name: name), "ConfigurationFiles", "Model", "ConnectorKit", "TestSupport",
                "Transport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "HostTests",
            dependencies: hostModules + [
                "DeliveryTesting", "HTTPTesting", .target(name: name), .target(name: "\(name)Simulator"),
                "Transport", "SimulatorSupport", "OpenAPITesting", "PostgresTesting", "StoreTesting",
                "TestSupport",
                crypto, logging, .product(name: "InMemoryLogging", package: "swift-log"),
                metrics, .product(name: "MetricsTestKit", package: "swift-metrics"),
            ],
            swiftSettings: settings),
    ]
}

/// They run the program over the simulators of Go1 and 360Learning, and look into its store.
let endToEndTests = providers.filter { $0 == "Go1" && platforms.contains("ThreeSixtyLearning") }.map {
    name -> Target in
    .testTarget(
        name: "TributaryTests",
        dependencies: hostModules + [
            "tributary", "Postgres", "PostgresTesting", "SimulatorSupport", "StoreTesting", "TestSupport",
            "Transport",
            .target(name: "ThreeSixtyLearningSimulator"), .target(name: "\(name)Simulator"),
        ],
        swiftSettings: settings)
}

/// What `script/benchmark webhooks` measures the host against; no other build has it.
let benchmarkTargets: [Target] =
    Context.environment["TRIBUTARY_BENCHMARK"] == nil
    ? []
    : [
        .executableTarget(
            name: "webhook-floor",
            dependencies: ["CPQ", hummingbird, .product(name: "GRDB", package: "GRDB.swift")],
            path: "script/benchmark.d/webhook-floor", swiftSettings: settings)
    ]

// MARK: - Package

let package = Package(
    name: "tributary",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tributary", targets: ["tributary"]),
        .library(name: "ConnectorKit", targets: ["ConnectorKit"]),
        .library(name: "ConnectorTesting", targets: ["ConnectorTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1",
            traits: ["FullFoundation"]),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .target(name: "ConnectorKit", swiftSettings: settings),
        .target(
            name: "SimulatorSupport",
            dependencies: ["ConnectorKit", crypto, hummingbird, lifecycle, logging],
            swiftSettings: settings),
        .target(
            name: "Markup", dependencies: ["CLibXML2"],
            resources: [.embedInCode("References/entities.txt")], swiftSettings: settings),
        .target(
            name: "Transport", dependencies: ["CCurl", "ConnectorKit", logging], swiftSettings: settings),
        .target(name: "Postgres", dependencies: ["CPQ"], swiftSettings: settings),
        .target(name: "Model", dependencies: ["ConnectorKit"], swiftSettings: settings),
        .target(
            name: "Store",
            dependencies: [
                "Model", "ConnectorKit", "Postgres", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "BitCollections", package: "swift-collections"),
            ],
            swiftSettings: settings),
        .target(
            name: "ConfigurationFiles",
            dependencies: ["ConnectorKit", "Model", "Transport", .product(name: "Yams", package: "Yams")],
            swiftSettings: settings),
        .target(
            name: "Runtime",
            dependencies: [
                "ConfigurationFiles", "ConnectorKit", "Model", "Store", "Transport", crypto, logging, metrics,
            ],
            swiftSettings: settings),
        .target(
            name: "Sync",
            dependencies: [
                "ConfigurationFiles", "ConnectorKit", "Markup", "Model", "Runtime", "Store", logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Push", dependencies: ["ConfigurationFiles", "ConnectorKit", "Model", "Runtime", "Store"],
            swiftSettings: settings),
        .target(
            name: "Delivery",
            dependencies: ["ConfigurationFiles", "ConnectorKit", "Model", "Runtime", "Store", crypto],
            swiftSettings: settings),
        .target(
            name: "Webhooks",
            dependencies: [
                "ConfigurationFiles", "ConnectorKit", "Model", "Runtime", "Store", "Sync", crypto, logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Host",
            dependencies: [
                "ConfigurationFiles", "ConnectorKit", "Delivery", "Markup", "Model", "Push", "Runtime",
                "Store", "Sync", "Webhooks", crypto, logging, metrics,
            ],
            swiftSettings: settings),
        .target(
            name: "HTTPAPI",
            dependencies: hostModules + ["CZlib", crypto, hummingbird, lifecycle, logging, metrics],
            swiftSettings: settings),
        .target(
            name: "Console",
            dependencies: hostModules + [
                "HTTPAPI", crypto, hummingbird,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.embedInCode("Templates"), .embedInCode("Assets"), .embedInCode("Messages")],
            swiftSettings: settings),
        .executableTarget(
            name: "tributary",
            dependencies: hostModules + pluginModules + [
                "Console", "HTTPAPI", "Transport", lifecycle, logging, metrics,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.embedInCode("Demo/sales.yaml"), .embedInCode("Demo/engineering.yaml")],
            swiftSettings: settings,
            plugins: ["RegisterPlugins"]),

        .plugin(
            name: "RegisterPlugins", capability: .buildTool(), dependencies: ["write-registry"],
            path: "Plugins/RegisterPlugins/Plugin"),
        .executableTarget(
            name: "write-registry", path: "Plugins/RegisterPlugins/Generator", swiftSettings: settings),

        .target(
            name: "ConnectorTesting",
            dependencies: hostModules + ["Transport", crypto],
            swiftSettings: settings),
        .testTarget(
            name: "ConnectorTestingTests",
            dependencies: ["ConnectorTesting", "ConnectorKit", "PostgresTesting"],
            swiftSettings: settings),
        .target(
            name: "OpenAPITesting",
            dependencies: ["ConnectorKit", "TestSupport", .product(name: "Yams", package: "Yams")],
            path: "Tests/OpenAPITesting", swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["ConnectorKit"], path: "Tests/TestSupport",
            swiftSettings: settings),
        .target(
            name: "StoreTesting",
            dependencies: [
                "Store", "Model", "ConnectorKit", "Postgres", "PostgresTesting", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/StoreTesting",
            swiftSettings: settings),
        .target(
            name: "PostgresTesting",
            dependencies: [
                "ConfigurationFiles", "ConnectorTesting", "Model", "Postgres", "Store", "TestSupport",
            ],
            path: "Tests/PostgresTesting", swiftSettings: settings),
        .testTarget(
            name: "PostgresTests", dependencies: ["Postgres", "PostgresTesting", "TestSupport"],
            swiftSettings: settings),
        .testTarget(name: "FloorsTests", swiftSettings: settings),
        .testTarget(name: "ConnectorKitTests", dependencies: ["ConnectorKit"], swiftSettings: settings),
        .testTarget(
            name: "SimulatorSupportTests", dependencies: ["SimulatorSupport", "ConnectorKit"],
            swiftSettings: settings),
        .testTarget(
            name: "MarkupTests", dependencies: ["Markup", "ConnectorKit", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "TransportTests", dependencies: ["Transport", "ConnectorKit", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "StoreTests",
            dependencies: [
                "Store", "StoreTesting", "Model", "ConnectorKit", "Postgres", "PostgresTesting",
                "TestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: hostModules + [
                "CZlib", "HTTPAPI", "HTTPTesting", "OpenAPITesting", "PostgresTesting", "StoreTesting",
                "TestSupport", crypto, lifecycle, logging, metrics, hummingbird,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: settings),
        .target(
            name: "HTTPTesting",
            dependencies: hostModules + ["TestSupport", "Transport", logging],
            path: "Tests/HTTPTesting", swiftSettings: settings),
        .testTarget(
            name: "ConsoleTests",
            dependencies: hostModules + [
                "Console", "HTTPAPI", "HTTPTesting", "PostgresTesting", "StoreTesting", "TestSupport",
                hummingbird,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: settings),
    ] + pluginTargets + deliveryTests + endToEndTests + benchmarkTargets
)

// Set by script/test --provider NAME: other tests are neither built nor run.
if let tests = Context.environment["TRIBUTARY_TESTS"]?.split(separator: ",").map(String.init) {
    package.targets.removeAll { $0.isTest && !tests.contains($0.name) }
}
