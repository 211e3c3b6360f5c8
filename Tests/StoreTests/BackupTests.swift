import ConnectorKit
import Foundation
import PostgresTesting
import Testing

@testable import Store

@Suite(.storesAreFiles) struct BackupTests {
    private func fill(_ fixture: StoreFixture, _ ids: [String]) async throws {
        let (_, box) = try await fixture.begin()
        try await box.commit(ids.map { object($0) }, total: ids.count, last: true)
        _ = try await fixture.settle(box)
    }

    @Test("A backup brings back what the store held, for everybody who has it open")
    func restore() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let file = fixture.folder.appending(path: "copy.sqlite")
        try await fill(fixture, ["1", "2"])
        try fixture.store.backup(to: file)
        try await fill(fixture, ["1", "3"])
        #expect(try await fixture.standing() == ["1: active", "2: provider", "3: active"])
        try fixture.store.restore(from: file)
        #expect(try await fixture.standing() == ["1: active", "2: active"])
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(!left.contains { $0.hasSuffix(".part") || $0.hasPrefix("copy.sqlite-") })
    }

    @Test("A file that is there already is not written over")
    func taken() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let file = fixture.folder.appending(path: "copy.sqlite")
        try Data("mine".utf8).write(to: file)
        #expect(throws: StoreError.unusable("\(file.path): there is such a file already; name a new one")) {
            try fixture.store.backup(to: file)
        }
        #expect(try Data(contentsOf: file) == Data("mine".utf8))
    }

    @Test("What is no backup, or another environment's, is refused, and the store is as it was")
    func refused() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fill(fixture, ["1"])
        let store = fixture.store
        let path = fixture.folder.appending(path: "x.sqlite")
        #expect(throws: StoreError.unusable("\(path.path): there is no such file")) {
            try store.restore(from: path)
        }
        try Data("group: sales\n".utf8).write(to: path)
        #expect(
            throws: StoreError.damaged(
                "\(path.path): not a Tributary store, or damaged; restore a backup or move the file away")
        ) { try store.restore(from: path) }
        let folder = fixture.folder.appending(path: "other")
        let other = try Store(directory: folder, environment: "test", plainText: { $0 })
        let foreign = fixture.folder.appending(path: "foreign.sqlite")
        try other.backup(to: foreign)
        #expect(
            throws: StoreError.mismatch(
                "\(foreign.path): is of the test environment and this store of the production; nothing was changed"
            )
        ) { try store.restore(from: foreign) }
        #expect(try await fixture.standing() == ["1: active"])
    }
}
