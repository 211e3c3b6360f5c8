import ConnectorKit
import Model

extension Course {
    init(_ row: Row) {
        self.init(
            id: row["course"], group: row["group_id"], provider: row["provider"],
            content: LearningObject(row),
            reasons: ArchiveReasons(rawValue: row["reasons"]), tags: CourseTag.list(row))
    }
}

extension LearningObject {
    init(_ row: Row) {
        self.init()
        externalID = row["external_id"]
        name = row["name"]
        description = row["description"]
        image = row["image"]
        duration = row["duration"]
        authors = TextList.decode(row["authors"])
        publisher = row["publisher"]
        language = row["lang"]
        launchURL = row["launch_url"]
        modifiedAt = row["modified_at"]
        subjects = TextList.decode(row["subjects"])
        contentType = ContentType(rawValue: row["content_type"]) ?? .course
        providerType = row["provider_type"]
        published = row["published"]
        retiresAt = row["retires_at"]
    }
}

extension ArchiveReasons {
    /// Why a course is archived; nil if there is no such course.
    static func of(_ course: Int64, _ db: Session) throws -> ArchiveReasons? {
        try db.value(Int.self, "SELECT reasons FROM course WHERE id = ?", [course]).map {
            ArchiveReasons(rawValue: $0)
        }
    }
}
