import ConnectorKit

extension ThreeSixtyLearningClient {
    func item(for content: LearningObject) -> DeliveryItem {
        let sent = ExternalCourse(content, language: language)
        return DeliveryItem(key: sent.externalId, payload: PlatformJSON.text(sent))
    }

    func item(archiving externalID: String) -> DeliveryItem {
        let id = SentText.clean(externalID)
        return DeliveryItem(key: id, payload: PlatformJSON.text(["externalId": id]))
    }

    func item(for statistic: LearnerStatistic) -> DeliveryItem {
        let sent = ExternalStatistic(statistic)
        return DeliveryItem(key: sent.key, payload: PlatformJSON.text(sent))
    }
}
