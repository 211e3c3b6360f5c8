import Model
import Foundation
import PostgresTesting
import Testing
import TestSupport

@testable import Store

@Suite(.storesAreFiles) struct OpeningTests {
    private func folder() -> URL {
        URL.temporary("opening")
    }

    private func message(_ folder: URL, environment: String = "production") -> String? {
        do throws(StoreError) {
            _ = try Store(directory: folder, environment: environment, plainText: { $0 })
            return nil
        } catch {
            return error.description
        }
    }

    @Test("A data directory whose parent is missing is refused, and not made")
    func missingParent() {
        let parent = folder()
        let data = parent.appending(path: "data")
        #expect(
            message(data)
                == "\(data.path): the directory \(parent.path) does not exist; create it, or correct `data` in tributary.yaml"
        )
        #expect(!FileManager.default.fileExists(atPath: parent.path))
    }

    @Test("A file where the data directory should be is refused")
    func file() throws {
        let data = folder()
        try Data("x".utf8).write(to: data)
        defer { data.remove() }
        #expect(message(data) == "\(data.path): is a file; `data` has to name a directory")
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("What is made is its owner's alone; what is found open to others is left so, and told")
    func rights() async throws {
        let data = folder()
        defer { data.remove() }
        let store = try Store(directory: data, environment: "production", plainText: { $0 })
        let file = data.appending(path: "tributary.sqlite").path
        #expect(try mode(data.path) == 0o700)
        #expect(try mode(file) == 0o600)
        #expect(store.looseRights() == [])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: data.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
        #expect(
            store.looseRights() == [
                "\(data.path) is open to other users (mode 0755); `chmod 700 \(data.path)` closes it",
                "\(file) is open to other users (mode 0640); `chmod 600 \(file)` closes it",
            ])
        #expect(try mode(data.path) == 0o755)
    }

    @Test("A store of the other environment is refused")
    func environment() async throws {
        let fixture = try await StoreFixture(environment: "test")
        defer { fixture.remove() }
        let path = fixture.folder.appending(path: "tributary.sqlite").path
        #expect(
            message(fixture.folder)
                == "\(path): this store is of the test environment and the configuration says production; give each environment a `data` directory of its own"
        )
    }

    @Test("A store written by a newer version is refused")
    func newer() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let path = fixture.folder.appending(path: "tributary.sqlite").path
        try await fixture.store.write { db in
            try db.run("INSERT INTO grdb_migrations (identifier) VALUES ('99 the future')")
        }
        #expect(
            message(fixture.folder)
                == "\(path): written by a newer version of Tributary; run that version, or restore a backup made with this one"
        )
    }

    @Test("A file that is no store is refused, and left alone")
    func garbage() throws {
        let data = folder()
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        defer { data.remove() }
        let file = data.appending(path: "tributary.sqlite")
        let bytes = Data(repeating: 65, count: 8_192)
        try bytes.write(to: file)
        #expect(
            message(data)
                == "\(file.path): not a Tributary store, or damaged; restore a backup or move the file away")
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test("Whether a store can be written is found out without writing; one whose file is gone says so")
    func check() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let file = fixture.folder.appending(path: "tributary.sqlite")
        let before = try await fixture.store.changeMark()
        try await fixture.store.checkWritable()
        #expect(try await fixture.store.changeMark() == before)
        try FileManager.default.removeItem(at: file)
        let error = await #expect(throws: StoreError.self) { try await fixture.store.checkWritable() }
        #expect(error?.description == "\(file.path): the store's file is gone; restore a backup")
    }

    @Test("A new store's file is its owner's alone, and so is a backup")
    func modes() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let backup = fixture.folder.appending(path: "backup")
        try fixture.store.backup(to: backup)
        for file in [fixture.folder.appending(path: "tributary.sqlite"), backup] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file.lastPathComponent)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(left.filter { $0.hasPrefix("tributary.sqlite.") } == [])
    }

    @Test("An emptied file is no new store")
    func emptied() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let file = fixture.folder.appending(path: "tributary.sqlite")
        try Data().write(to: file)
        #expect(
            message(fixture.folder)
                == "\(file.path): the store's file is empty; restore a backup, or remove the file to begin with a new store"
        )
        #expect(try Data(contentsOf: file).isEmpty)
    }

    @Test("Nothing is written while another file is in the place of the store's")
    func replaced() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let file = fixture.folder.appending(path: "tributary.sqlite")
        let aside = file.appendingPathExtension("aside")
        let files = FileManager.default
        try files.moveItem(at: file, to: aside)
        let gone = await #expect(throws: StoreError.self) {
            try await fixture.store.revokeToken(1, at: Date())
        }
        #expect(gone?.description == "\(file.path): the store's file is gone; restore a backup")
        try files.copyItem(at: aside, to: file)
        let replaced = await #expect(throws: StoreError.self) { try await fixture.store.checkWritable() }
        #expect(
            replaced?.description
                == "\(file.path): another file was put in the place of the store's; put the first one back, or start again to use this one"
        )
        try files.removeItem(at: file)
        try files.moveItem(at: aside, to: file)
        try await fixture.store.checkWritable()
    }

    @Test("One holder has a lease at a time, and the next has it when the first lets go")
    func lease() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        func isFree(_ name: String) throws -> Bool {
            switch try fixture.store.lease(name) {
            case .some: true
            case .none: false
            }
        }
        switch try fixture.store.lease("one") {
        case .some(let lease):
            #expect(try !isFree("one"))
            #expect(try isFree("two"))
            lease.release()
        case .none: Issue.record("a lease that nobody holds was not given")
        }
        #expect(try isFree("one"))
    }

    @Test("A file system without locks is said to be one, and not waited for")
    func noLocks() {
        #expect(
            FileLeases.refusal(of: "/data/locks/connection-1.lock", ENOLCK).description
                == "/data/locks/connection-1.lock: cannot be locked (No locks available); `data` has to be on a file system that has locks"
        )
    }

    @Test("A run that its process did not end is recorded as interrupted by the next")
    func interrupted() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        _ = try await fixture.begin()
        let (second, _) = try await fixture.begin()
        let runs = try await fixture.store.runs()
        #expect(runs.map(\.id) == [second, runs[1].id])
        #expect(runs.map(\.outcome) == [nil, .interrupted])
        #expect(runs[1].error == "the process ended before the run did")
    }
}
