/// A repository based on the independent library pyoai: 137 records, ten a page, every tenth deleted.
///
/// Prints its address on standard output. `/touch?n=5` changes a record now. The script replaces Python's
/// module cgi, which pyoai 2.5 needs and later versions of Python no longer have.
let liveScript = """
    import sys, types, urllib.parse
    cgi = types.ModuleType("cgi")
    cgi.parse_qs = urllib.parse.parse_qs
    sys.modules["cgi"] = cgi
    from datetime import datetime, timedelta
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from oaipmh import common, metadata, server

    def record(n):
        deleted = n % 10 == 9
        header = common.Header(
            None, "oai:pyoai.example:%d" % n, datetime(2020, 1, 1) + timedelta(hours=n),
            ["odd"] if n % 2 else [], deleted)
        fields = {
            "title": ["Record %d & <more>" % n], "creator": ["Doe, Jane"], "language": ["eng"],
            "description": ["H\\u00e9llo"], "type": ["Text"],
            "identifier": ["https://pyoai.example/records/%d" % n],
        }
        return header, None if deleted else common.Metadata(None, fields), None

    class Data:
        def __init__(self):
            self.records = [record(n) for n in range(137)]

        def identify(self):
            return common.Identify(
                "pyoai", "http://127.0.0.1/oai", "2.0", ["admin@example.org"], datetime(2020, 1, 1),
                "persistent", "YYYY-MM-DDThh:mm:ssZ", ["identity"])

        def listMetadataFormats(self, identifier=None):
            return [("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
                     "http://www.openarchives.org/OAI/2.0/oai_dc/")]

        def listSets(self, cursor=0, batch_size=10):
            return [("odd", "Odd records", None)][cursor:cursor + batch_size]

        def listRecords(self, metadataPrefix, set=None, from_=None, until=None, cursor=0, batch_size=10):
            found = [
                r for r in self.records
                if (set is None or set in r[0].setSpec())
                and (from_ is None or r[0].datestamp() >= from_)
                and (until is None or r[0].datestamp() <= until)]
            return found[cursor:cursor + batch_size]

    data = Data()
    registry = metadata.MetadataRegistry()
    registry.registerWriter("oai_dc", server.oai_dc_writer)
    repository = server.BatchingServer(data, metadata_registry=registry, resumption_batch_size=10)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urllib.parse.urlsplit(self.path)
            arguments = dict(urllib.parse.parse_qsl(parts.query))
            if parts.path == "/touch":
                header, fields, about = data.records[int(arguments["n"])]
                header._datestamp = datetime.utcnow().replace(microsecond=0)
                body = b"ok"
            else:
                body = repository.handleRequest(arguments)
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    print("http://127.0.0.1:%d" % listening.server_port, flush=True)
    listening.serve_forever()
    """
