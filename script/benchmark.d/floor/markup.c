// One pass of libxml2's HTML parser over every description.
#include "floor.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlreader.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct collection {
    FILE *file;
    sqlite3_stmt *descriptions;
};

static void collect_one(FILE *file, const char *text, int length) {
    uint32_t size = (uint32_t)length;
    fwrite(&size, sizeof size, 1, file);
    fwrite(text, 1, size, file);
}

static void collect(const char *body, size_t length, void *context) {
    struct collection *collection = context;
    sqlite3_bind_text(collection->descriptions, 1, body, (int)length, SQLITE_STATIC);
    int code;
    while ((code = sqlite3_step(collection->descriptions)) == SQLITE_ROW) {
        int length = sqlite3_column_bytes(collection->descriptions, 0);
        collect_one(collection->file, (const char *)sqlite3_column_text(collection->descriptions, 0), length);
    }
    if (code != SQLITE_DONE) fail("a page cannot be read: %s", sqlite3_errstr(code));
    sqlite3_reset(collection->descriptions);
}

// Of Dublin Core.
static void collect_elements(const char *body, size_t length, void *context) {
    struct collection *collection = context;
    int options = XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    xmlTextReader *reader = xmlReaderForMemory(body, (int)length, NULL, NULL, options);
    while (xmlTextReaderRead(reader) == 1) {
        if (xmlTextReaderNodeType(reader) != XML_READER_TYPE_ELEMENT) continue;
        if (strcmp((const char *)xmlTextReaderConstLocalName(reader), "description")) continue;
        xmlChar *text = xmlTextReaderReadString(reader);
        if (text) collect_one(collection->file, (const char *)text, xmlStrlen(text));
        xmlFree(text);
    }
    xmlFreeTextReader(reader);
}

void collect_descriptions(const struct listing *listing, const char *file) {
    const char *path = strcmp(listing->version, "2022-07-01") == 0 ? "$.description" : "$.core.description";
    const char *list = "$.hits";
    if (strcmp(listing->version, "linkedin-learning") == 0) {
        path = "$.details.descriptionIncludingHtml.value";
        list = "$.elements";
    } else if (strcmp(listing->version, "udemy-business") == 0) {
        path = "$.description";
        list = "$.results";
    }
    struct collection collection = {.file = fopen(file, "wb")};
    if (!collection.file) fail("%s cannot be written", file);
    sqlite3 *db;
    char *sql = sqlite3_mprintf(
        "SELECT json_extract(value, %Q) FROM json_each(?, %Q) "
        "WHERE json_type(value, %Q) = 'text'",
        path, list, path);
    if (sqlite3_open(":memory:", &db) || sqlite3_prepare_v2(db, sql, -1, &collection.descriptions, NULL)) {
        fail("%s", sqlite3_errmsg(db));
    }
    fetch(listing, strcmp(listing->version, "oai-pmh") == 0 ? collect_elements : collect, &collection);
    sqlite3_finalize(collection.descriptions);
    sqlite3_close(db);
    sqlite3_free(sql);
    if (fclose(collection.file)) fail("%s cannot be written", file);
}

static struct buffer read_all(const char *path) {
    struct buffer content = {0};
    static char chunk[1 << 16];
    FILE *file = fopen(path, "rb");
    if (!file) fail("%s cannot be read", path);
    size_t length;
    while ((length = fread(chunk, 1, sizeof chunk, file)) > 0) append(&content, chunk, length);
    fclose(file);
    return content;
}

static void ignore_start(void *context, const xmlChar *name, const xmlChar **attributes) {
    (void)context, (void)name, (void)attributes;
}
static void ignore_end(void *context, const xmlChar *name) { (void)context, (void)name; }
static void ignore_text(void *context, const xmlChar *text, int length) {
    (void)context, (void)text, (void)length;
}

struct stopwatch parse_descriptions(const char *file) {
    struct buffer content = read_all(file);
    xmlSAXHandler handler = {
        .startElement = ignore_start, .endElement = ignore_end, .characters = ignore_text,
        .ignorableWhitespace = ignore_text, .cdataBlock = ignore_text,
    };
    struct stopwatch begun = start();
    size_t position = 0;
    while (position < content.length) {
        uint32_t size;
        memcpy(&size, content.bytes + position, sizeof size);
        position += sizeof size;
        htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(content.bytes + position, (int)size);
        position += size;
        // An empty description has no parser.
        if (!parser) continue;
        xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
        *parser->sax = handler;
        htmlCtxtUseOptions(parser, HTML_PARSE_NOIMPLIED | HTML_PARSE_NONET | HTML_PARSE_NOERROR);
        htmlParseDocument(parser);
        htmlFreeParserCtxt(parser);
    }
    struct stopwatch took = elapsed(begun);
    free(content.bytes);
    return took;
}
