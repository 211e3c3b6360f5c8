public import ConnectorKit

extension ThreeSixtyLearning {
    public func item(for content: LearningObject) -> DeliveryItem {
        DeliveryItem(
            key: content.externalID,
            payload: PlatformJSON.text(ExternalCourse(content, language: language)))
    }

    public func item(archiving externalID: String) -> DeliveryItem {
        DeliveryItem(key: externalID, payload: PlatformJSON.text(["externalId": externalID]))
    }

    public func item(for statistic: LearnerStatistic) -> DeliveryItem {
        let sent = ExternalStatistic(statistic)
        return DeliveryItem(key: sent.key, payload: PlatformJSON.text(sent))
    }

    /// As published: 10,000 courses, 1,000 archived ones, 10,000 statistics.
    public func largestBatch(of kind: BatchKind) -> Int {
        switch kind {
        case .courses, .statistics: 10_000
        case .archive: 1_000
        }
    }
}
