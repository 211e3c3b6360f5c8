/// The usual rule of each field, for a value that needs no more than the field's own reader. A field that a service writes
/// otherwise has a rule of the plugin's own, by ``FieldRule/init(_:from:_:apply:)``.
///
/// Each takes the paths to look at, in order, and a note in words for `explain`.
extension FieldRule {
    /// The id as it is, a text; it must be there.
    public static func externalID(from sources: String..., note: String = "required") -> FieldRule {
        FieldRule(.externalID, from: sources, note) { input, course throws(Failure) in
            course.externalID = try input.requiredText()
        }
    }

    /// The id as a whole number, or a text that holds one; it must be there.
    public static func numericID(from sources: String..., note: String = "the numeric id; required")
        -> FieldRule
    {
        FieldRule(.externalID, from: sources, note) { input, course throws(Failure) in
            course.externalID = try input.requiredNumericID()
        }
    }

    /// A text that must be there.
    public static func name(from sources: String..., note: String = "required") -> FieldRule {
        FieldRule(.name, from: sources, note) { input, course throws(Failure) in
            course.name = try input.requiredText()
        }
    }

    /// HTML as the service has it.
    public static func description(from sources: String..., note: String = "HTML, cleaned by the host")
        -> FieldRule
    {
        FieldRule(.description, from: sources, note) { input, course throws(Failure) in
            course.description = try input.text()
        }
    }

    /// A web address, see ``FieldInput/webURL()``.
    public static func image(
        from sources: String..., note: String = "an absolute http(s) URL, else none"
    ) -> FieldRule {
        FieldRule(.image, from: sources, note) { input, course throws(Failure) in
            course.image = try input.webURL()
        }
    }

    /// A number of minutes or of another unit, see ``FieldInput/minutes(in:)``.
    public static func duration(
        from sources: String..., in unit: TimeUnit = .minutes,
        note: String = "minutes; 0 and less mean unknown"
    ) -> FieldRule {
        FieldRule(.duration, from: sources, note) { input, course throws(Failure) in
            course.duration = try input.minutes(in: unit)
        }
    }

    /// All texts, each once.
    public static func authors(from sources: String..., note: String = "the names") -> FieldRule {
        FieldRule(.authors, from: sources, note) { input, course throws(Failure) in
            course.authors = try input.texts()
        }
    }

    /// The first text that is not empty.
    public static func publisher(from sources: String..., note: String = "the first") -> FieldRule {
        FieldRule(.publisher, from: sources, note) { input, course throws(Failure) in
            course.publisher = try input.texts().first
        }
    }

    /// A tag such as `en-us`, or a locale such as `en_US`, see ``FieldInput/language()``.
    public static func language(from sources: String..., note: String = "as a BCP 47 tag") -> FieldRule {
        FieldRule(.language, from: sources, note) { input, course throws(Failure) in
            course.language = try input.language()
        }
    }

    /// A web address that must be there.
    public static func launchURL(
        from sources: String..., note: String = "an absolute http(s) URL; required"
    ) -> FieldRule {
        FieldRule(.launchURL, from: sources, note) { input, course throws(Failure) in
            guard let url = try input.webURL() else {
                throw .item("no \(sources.joined(separator: " or ")) of http or https")
            }
            course.launchURL = url
        }
    }

    /// A time in any of the spellings of ``Timestamp``.
    public static func modifiedAt(from sources: String..., note: String = "an ISO 8601 time") -> FieldRule {
        FieldRule(.modifiedAt, from: sources, note) { input, course throws(Failure) in
            course.modifiedAt = try input.time()
        }
    }

    /// All texts, each once.
    public static func subjects(from sources: String..., note: String = "all") -> FieldRule {
        FieldRule(.subjects, from: sources, note) { input, course throws(Failure) in
            course.subjects = try input.texts()
        }
    }

    /// True or false.
    public static func published(from sources: String..., note: String = "true where it is absent")
        -> FieldRule
    {
        FieldRule(.published, from: sources, note) { input, course throws(Failure) in
            course.published = try input.boolean() ?? true
        }
    }

    /// A time in any of the spellings of ``Timestamp``.
    public static func retiresAt(from sources: String..., note: String = "an ISO 8601 time") -> FieldRule {
        FieldRule(.retiresAt, from: sources, note) { input, course throws(Failure) in
            course.retiresAt = try input.time()
        }
    }

    /// A field that the service does not have, for `explain` to say so.
    public static func none(_ field: CourseField, _ note: String) -> FieldRule {
        FieldRule(field, from: [], "none: \(note)") { _, _ throws(Failure) in }
    }
}
