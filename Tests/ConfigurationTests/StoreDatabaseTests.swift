import ConfigurationFiles
import Foundation
import Testing

@Suite("The store's database in tributary.yaml")
struct StoreDatabaseTests {
    private func database(_ text: String) throws -> HostConfiguration.StoreDatabase? {
        let folder = try ConfigurationFolder()
        try folder.write(text, to: "tributary.yaml")
        var found = try folder.load(["PASSWORD": "a/b@c:d %", "URL": "postgres://me:a%2Fb@db/x"]).host
            .database
        if let file = found?.parameters["sslrootcert"] {
            found?.parameters["sslrootcert"] = file.replacing(folder.url.path, with: "FOLDER")
        }
        return found
    }

    @Test("a password that a reference stands for may hold any character; one that is written is as it is")
    func password() throws {
        for (written, url) in [
            ("postgres://me:${PASSWORD}@db/x", "postgres://me:a%2Fb%40c%3Ad%20%25@db/x"),
            ("postgres://me:a%2Fb@db/x?sslmode=require", "postgres://me:a%2Fb@db/x?sslmode=require"),
            ("${URL}", "postgres://me:a%2Fb@db/x"),
            (
                "postgresql://me:$${PASSWORD}@db/${PASSWORD}",
                "postgresql://me:${PASSWORD}@db/a%2Fb%40c%3Ad%20%25"
            ),
        ] {
            #expect(try database("store:\n  postgres: \"\(written)\"\n")?.url == url)
        }
    }

    @Test("its parameters and its place in the file are kept; without it the store is a file")
    func parameters() throws {
        let found = try database(
            "store:\n  sslmode: verify-full\n  sslrootcert: ca.pem\n  postgres: postgres://db/x\n")
        #expect(found?.parameters == ["sslmode": "verify-full", "sslrootcert": "FOLDER/ca.pem"])
        #expect(found?.place.description == "tributary.yaml:4:13")
        #expect(try database("environment: test\n") == nil)
    }
}
