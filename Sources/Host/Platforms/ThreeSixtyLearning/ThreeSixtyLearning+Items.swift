package import ConnectorKit

extension ThreeSixtyLearning {
    package func item(for content: LearningObject) -> DeliveryItem {
        DeliveryItem(
            key: content.externalID,
            payload: PlatformJSON.text(ExternalCourse(content, language: language)))
    }

    package func item(archiving externalID: String) -> DeliveryItem {
        DeliveryItem(key: externalID, payload: PlatformJSON.text(["externalId": externalID]))
    }

    package func item(for statistic: LearnerStatistic) -> DeliveryItem {
        let sent = ExternalStatistic(statistic)
        return DeliveryItem(key: sent.key, payload: PlatformJSON.text(sent))
    }

    /// As published: 10,000 courses, 1,000 archived ones, 10,000 statistics.
    package func largestBatch(of kind: BatchKind) -> Int {
        switch kind {
        case .courses, .statistics: 10_000
        case .archive: 1_000
        }
    }
}
