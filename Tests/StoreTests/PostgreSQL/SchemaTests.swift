import Foundation
import Postgres
import PostgresTesting
import Store
import StoreTesting
import TestSupport
import Testing

@Suite struct SchemaTests {
    /// The tables that PostgreSQL has for itself.
    private static let own = ["search", "host", "lease"]

    private func sqlite(_ query: String) async throws -> [String] {
        try await StoreEngine.sqlite.withStore { store in
            try StoreFile(store.directory.appending(path: "tributary.sqlite")).texts(query).sorted()
        }
    }

    private func postgres(_ query: String) async throws -> [String] {
        let folder = URL.temporary("schema")
        defer { folder.remove() }
        let url = try PostgresServer.database()
        defer { PostgresServer.drop(url) }
        let settings = try PostgresSettings(url: url)
        _ = try Store(postgres: url, directory: folder, environment: "test", plainText: { $0 })
        let own = Self.own.map { "'\($0)'" }.joined(separator: ", ")
        let result = try PostgresConnection(settings).execute(
            query.replacing("OWN", with: own), PostgresParameters())
        return (0..<result.count).map { result.text(0, of: $0) }.sorted()
    }

    @Test(
        "Both engines have the same tables with the same columns, of the same types, NULL where the other may be"
    )
    func columns() async throws {
        let expected = try await sqlite(
            """
            SELECT m.name || '.' || c.cid || ' ' || c.name || ' ' || c.type
                || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN ' NOT NULL' ELSE '' END
                || coalesce(' ' || c.dflt_value, '')
            FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'view' OR m.type = 'table' AND m.sql LIKE '%STRICT%'
            """
        ).filter { !$0.hasPrefix("learning_object.") }
        let found = try await postgres(
            """
            SELECT c.table_name || '.' || c.ordinal_position - 1 || ' ' || c.column_name || ' ' ||
                CASE c.data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' WHEN 'bytea' THEN 'BLOB'
                    WHEN 'double precision' THEN 'REAL' ELSE c.data_type END
                || CASE c.is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
                || coalesce(' ' || replace(c.column_default, '::text', ''), '')
            FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
                AND c.table_name NOT IN (OWN)
            """)
        #expect(found == expected)
        #expect(found.count > 200)
    }

    @Test("Both engines have the same keys and the same indexes")
    func keys() async throws {
        let indexes = try await sqlite(
            """
            SELECT m.name || ' (' || (SELECT group_concat(name, ', ') FROM (
                    SELECT name FROM pragma_index_info(l.name) ORDER BY seqno)) || ')'
                || CASE WHEN l."unique" = 1 THEN ' UNIQUE' ELSE '' END
                || CASE WHEN l.partial = 1 THEN ' WHERE' ELSE '' END
            FROM sqlite_master m JOIN pragma_index_list(m.name) l
            WHERE m.type = 'table' AND m.sql LIKE '%STRICT%'
            """)
        let primary = try await sqlite(
            """
            SELECT m.name || ' (' || c.name || ') UNIQUE'
            FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.sql LIKE '%STRICT%' AND c.pk = 1 AND c.type = 'INTEGER'
                AND NOT EXISTS (SELECT 1 FROM pragma_table_info(m.name) o WHERE o.pk > 1)
            """)
        let found = try await postgres(
            """
            SELECT t.relname || ' (' || (
                    SELECT string_agg(a.attname, ', ' ORDER BY k.place)
                    FROM unnest(i.indkey) WITH ORDINALITY k (attribute, place)
                        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attribute) || ')'
                || CASE WHEN i.indisunique THEN ' UNIQUE' ELSE '' END
                || CASE WHEN i.indpred IS NOT NULL THEN ' WHERE' ELSE '' END
            FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
            WHERE t.relnamespace = CAST(current_schema() AS regnamespace) AND t.relname NOT IN (OWN)
            """)
        #expect(Set(found) == Set(indexes + primary))
        #expect(found.count > 60)
    }

    @Test("Texts are compared by their bytes, whatever the database is set to")
    func collation() async throws {
        let found = try await postgres(
            """
            SELECT table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND data_type = 'text'
                AND collation_name IS DISTINCT FROM 'C' AND table_name NOT IN (OWN)
            """)
        #expect(found == [])
    }
}
