import Hummingbird
import Synchronization

extension Go1Portal {
    /// Returns the listing of these filters, cached or new.
    func listing(
        _ generation: Generation, _ parameters: Parameters, without paging: Set<String>,
        _ filter: ItemFilter, _ order: ItemOrder
    ) -> Listing {
        let key = parameters.key(without: paging)
        let (library, known) = state.withLock { state in
            (state.library, state.listings.listing(generation, key, revision: state.library.revision))
        }
        if let known { return known }
        let listing = Listing(
            generation: generation, key: key, library: library,
            positions: order.positions(in: library, where: filter))
        state.withLock { $0.listings.keep(listing) }
        return listing
    }

    /// Runs an operation that uses a cursor, and restores the cursor if the request is refused.
    func scroll<Value>(
        _ id: String, _ generation: Generation, _ body: (Cursor) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        let now = now()
        let taken: Result<Cursor, Refusal> = state.withLock { state in
            do throws(Refusal) {
                return .success(try state.cursors.use(id, generation, now: now))
            } catch {
                return .failure(error)
            }
        }
        let cursor = try taken.get()
        do throws(Refusal) {
            return try body(cursor)
        } catch {
            state.withLock { $0.cursors.reopen(id) }
            throw error
        }
    }

    /// - Throws: ``Refusal`` 400 if a later request has other filters than the first. Omitting them is
    ///   allowed, as the published description shows.
    func checkUnchanged(
        _ cursor: Cursor, _ parameters: Parameters, without paging: Set<String>
    ) throws(Refusal) {
        let key = parameters.key(without: paging)
        guard key.isEmpty || key == cursor.listing.key else {
            throw .invalid("the filters are not those the scroll began with; the same or none were expected")
        }
    }

    /// Returns the cursor of the next page.
    func cursor(after page: Page, from id: String?) -> String {
        let now = now()
        let cursor = Cursor(
            listing: page.listing, position: min(page.start + page.limit, page.listing.total),
            limit: page.limit, fragments: page.fragments, issued: now)
        return state.withLock { $0.cursors.next(after: id, cursor) }
    }

    func answer(_ page: Page, cursor: String?) -> PortalAnswer {
        let head =
            options.prerendered && !page.isEmpty ? store.head(of: page) : ByteBuffer(bytes: page.head())
        return PortalAnswer(status: 200, parts: [head, ByteBuffer(bytes: page.tail())], cursor: cursor)
    }
}
