import ConnectorKit

extension ThreeSixtyLearningClient {
    func item(for content: LearningObject) -> DeliveryItem {
        DeliveryItem(
            key: content.externalID,
            payload: PlatformJSON.text(ExternalCourse(content, language: language)))
    }

    func item(archiving externalID: String) -> DeliveryItem {
        DeliveryItem(key: externalID, payload: PlatformJSON.text(["externalId": externalID]))
    }

    func item(for statistic: LearnerStatistic) -> DeliveryItem {
        let sent = ExternalStatistic(statistic)
        return DeliveryItem(key: sent.key, payload: PlatformJSON.text(sent))
    }
}
