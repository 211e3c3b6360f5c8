import ConnectorKit
import Foundation
import Testing

@testable import LinkedInLearning

@Suite("Assets as courses")
struct MappingTests {
    @Test("an asset fills every field that it has")
    func full() throws {
        var wanted = LearningObject()
        wanted.externalID = "urn:li:lyndaCourse:563322"
        wanted.name = "Measuring Company Culture"
        wanted.description = "<p>Learn <b>how</b>.</p>"
        wanted.image = "https://media.licdn.example/1.jpg"
        wanted.duration = 46
        wanted.authors = ["Ada Vogel", "Bo Lind"]
        wanted.language = "en-US"
        wanted.launchURL = "https://www.linkedin.com/learning/measuring"
        wanted.modifiedAt = Timestamp.date("2021-09-21T06:59:00Z")
        wanted.subjects = ["Leadership"]
        wanted.providerType = "course"
        #expect(try course(Self.asset) == wanted)
    }

    @Test("what is optional may be missing")
    func bare() throws {
        var wanted = LearningObject()
        wanted.externalID = "urn:li:lyndaVideo:1"
        wanted.name = "T"
        wanted.launchURL = "https://l.example/1"
        wanted.providerType = "video"
        wanted.contentType = .video
        #expect(
            try course(
                """
                {"urn":"urn:li:lyndaVideo:1","type":"VIDEO","title":{"value":"T"},
                 "details":{"urls":{"webLaunch":"https://l.example/1"}}}
                """) == wanted)
    }

    @Test(
        "values are read in the units and spellings that the service uses",
        arguments: [
            (#""unit":"SECOND""#, #""unit":"MINUTE""#, "2725"),
            (#""unit":"SECOND""#, #""unit":"HOUR""#, "163500"),
            (#""duration":2725"#, #""duration":0"#, "nil"), (#""duration":2725"#, #""duration":60"#, "1"),
            (#""duration":2725"#, #""duration":61"#, "2"),
        ])
    func durations(old: String, new: String, minutes: String) throws {
        #expect(
            try course(Self.asset.replacing(old, with: new)).duration.map(String.init) ?? "nil" == minutes)
    }

    @Test(
        "a language is a tag, with the present code of Indonesian",
        arguments: [
            (#""country":"ID","language":"in""#, "id-ID"), (#""country":"CN","language":"zh""#, "zh-CN"),
            (#""language":"pt""#, "pt"), (#""country":"BR""#, nil), (#""language":"*""#, nil),
        ] as [(String, String?)])
    func languages(members: String, tag: String?) throws {
        let asset = Self.asset.replacing(#""country":"US","language":"en""#, with: members)
        #expect(try course(asset).language == tag)
    }

    @Test("the plain description stands in for the one with HTML, and learning paths are courses")
    func others() throws {
        let asset = Self.asset.replacing("descriptionIncludingHtml", with: "another")
            .replacing(#""type":"COURSE""#, with: #""type":"LEARNING_PATH""#)
        let course = try course(asset)
        #expect(course.description == "Learn how.")
        #expect(course.providerType == "learning-path")
        #expect(course.contentType == .course)
    }

    @Test("the address is that of the setting launch")
    func launch() throws {
        #expect(
            try course(Self.asset, ["launch": "sso"]).launchURL
                == "https://www.linkedin.com/learning/measuring?u=1000&auth=true")
    }

    @Test("what is not available is unpublished, and needs no address")
    func retired() throws {
        let asset = Self.asset.replacing("AVAILABLE", with: "RETIRED").replacing("urls", with: "former")
        let course = try course(asset)
        #expect(!course.published)
        #expect(course.launchURL.isEmpty)
    }

    @Test(
        "an asset that cannot be taken is refused with its reason",
        arguments: [
            (#""value":"Measuring Company Culture""#, #""value":" ""#, "no title.value"),
            (
                #""type":"COURSE","title""#, #""type":"CHAPTER","title""#,
                "the type CHAPTER is not taken; COURSE, VIDEO, LEARNING_PATH are"
            ),
            (
                #""unit":"SECOND""#, #""unit":"WEEK""#,
                "details.timeToComplete.unit is \"WEEK\"; HOUR or MINUTE or SECOND was expected"
            ),
            (#""webLaunch":"https"#, #""webLaunch":"ftp"#, "no details.urls.webLaunch of http or https"),
            (
                #""lastUpdatedAt":1632207540000"#, #""lastUpdatedAt":"yesterday""#,
                "details.lastUpdatedAt is text; a number was expected"
            ),
        ])
    func refused(old: String, new: String, reason: String) throws {
        #expect(throws: Failure.item(reason)) { try course(Self.asset.replacing(old, with: new)) }
    }

    private func course(_ json: String, _ settings: [String: String] = [:]) throws -> LearningObject {
        let settings = Settings(texts: settings)
        let item = RawItem(id: "1", digest: 0, bytes: Array(json.utf8)[...])
        let document = try linkedIn.document(of: item, settings: settings)
        return try linkedIn.mapping(settings).learningObject(from: document)
    }

    private static let asset = """
        {"urn":"urn:li:lyndaCourse:563322","type":"COURSE","title":{"locale":{"country":"US","language":"en"},
        "value":"Measuring Company Culture"},"details":{"availability":"AVAILABLE","classifications":[
        {"associatedClassification":{"name":{"value":"Business"},"type":"LIBRARY"},"path":[]},
        {"associatedClassification":{"name":{"value":"Leadership"},"type":"SUBJECT"},"path":[]},
        {"associatedClassification":{"name":{"value":"Leadership"},"type":"SUBJECT"},"path":[]}],
        "contributors":[{"contributionType":"PRODUCER","name":{"value":"The Studio"}},
        {"contributionType":"AUTHOR","name":{"value":" Ada Vogel"}},
        {"contributionType":"AUTHOR","name":{"value":"Bo Lind"}}],"description":{"value":"Learn how."},
        "descriptionIncludingHtml":{"value":"<p>Learn <b>how</b>.</p>"},
        "images":{"primary":"https://media.licdn.example/1.jpg"},"lastUpdatedAt":1632207540000,
        "timeToComplete":{"duration":2725,"unit":"SECOND"},"urls":{
        "ssoLaunch":"https://www.linkedin.com/learning/measuring?u=1000&auth=true",
        "webLaunch":"https://www.linkedin.com/learning/measuring"}}}
        """
}
