//! The GraphQL document of each operation that cases call.

use super::Case;

/// The document that calls a case's operation.
pub(super) fn document(case: &Case) -> String {
    let operation = case.operation;
    if case.root() == "Query" {
        return filtered(operation).unwrap_or_else(|| query_document(operation).to_owned());
    }
    let (input, entity) = match operation {
        "cartCreate" => ("CartCreateInput", "cart { id status }"),
        "cartLinesAdd" | "cartLinesUpdate" => ("CartLinesInput", "cart { id }"),
        "cartLinesRemove" => ("CartLinesRemoveInput", "cart { id }"),
        "cartAddressUpdate" => (
            "CartAddressUpdateInput",
            "cart { address { recipient phone email street } }",
        ),
        "cartContactUpdate" => (
            "CartContactUpdateInput",
            "cart { contact { recipient phone email } }",
        ),
        "cartDeliveryUpdate" => ("CartDeliveryUpdateInput", "cart { id }"),
        "cartCheckout" => ("CartCheckoutInput", "order { number } payment { status }"),
        "orderPay" => ("OrderPayInput", "order { status } payment { status }"),
        "orderCancel" => ("OrderCancelInput", "order { status }"),
        "producerOrderShip" => ("ProducerOrderShipInput", "producerOrder { status }"),
        "producerOrderCancel" => ("ProducerOrderCancelInput", "producerOrder { status }"),
        "producerOrderConfirm" | "producerOrderPack" | "producerOrderDeliver" => {
            ("ProducerOrderInput", "producerOrder { status }")
        }
        programme => return programme_document(programme),
    };
    mutation_document(operation, input, entity)
}

/// The document that calls a mutation of the programme.
fn programme_document(operation: &str) -> String {
    let input = match operation {
        "dossierSubmit" | "dossierWithdraw" | "dossierScoringClose" => "DossierInput".to_owned(),
        "decisionConfirm" | "decisionDiscard" => "DecisionInput".to_owned(),
        "listingChangeBegin" => "ListingInput".to_owned(),
        "listingChangeSubmit" | "listingChangeWithdraw" => "ListingChangeInput".to_owned(),
        "moderationClaim" | "moderationRelease" => "ModerationInput".to_owned(),
        "producerStorySubmit" | "producerStoryWithdraw" => "ProducerStoryChangeInput".to_owned(),
        "producerStoryClaim" | "producerStoryRelease" => "ProducerStoryModerationInput".to_owned(),
        "collectionPublish" | "collectionWithdraw" | "collectionArchive" => {
            "CollectionInput".to_owned()
        }
        "reviewAnswer" | "questionAnswer" => "FeedbackAnswerInput".to_owned(),
        "reviewAnswerRemove" | "questionAnswerRemove" => "FeedbackAnswerRemoveInput".to_owned(),
        own => format!("{}{}Input", own[..1].to_uppercase(), &own[1..]),
    };
    let entity = match operation {
        "producerGrantCreate" => "grants { id granteeEmail }",
        "producerGrantRevoke" => "grant { id granteeEmail }",
        "programmeTargetSet" => "",
        "criteriaSheetCreate" => "criteriaSheet { id }",
        "scoreSheetSign" => "scoreSheet { id total }",
        "inspectionPlan" => "inspections { id }",
        "homePageSet" => "homePage { version }",
        own if own.starts_with("collection") => "collection { id title }",
        "certificateReport" => "received",
        "certificateHoldLift" => "certificate { id }",
        "reviewDecide" => "reviews { id version }",
        "questionDecide" => "questions { id version }",
        own if own.starts_with("review") => "review { id }",
        own if own.starts_with("question") => "question { id text }",
        "wishlistAdd" => "entry { id product { id } }",
        "wishlistRemove" => "removed",
        own if own.starts_with("listingReport") => "report { id text contactEmail }",
        "registerImport" => "registerImport { id status }",
        "registerExport" => "registerExport { id status }",
        "listingImportStart" | "listingImportCancel" => "listingImport { id status }",
        "listingExportStart" => "listingExport { id status }",
        "pointOfSaleStockSet" => "onHand",
        own if own.starts_with("pointOfSale") => "pointOfSale { id name }",
        "complaintDismiss" | "complaintInspect" => "complaint { id text contactEmail }",
        "moderationDecide" => "changes { id content { name } }",
        "moderationClaim" | "moderationRelease" => "change { id content { name } }",
        "priceDecide" => "priceRequest { id price { amount } }",
        "variantPriceSet" => "applied waiting { id }",
        "variantStockSet" => "onHand",
        "variantSupplySet" => "version",
        "variantStockMove" => "onHand",
        "bookingSessionsAdd" => "sessions { variantId places }",
        "bookingSessionClose" => "session { variantId }",
        "pictureUploadCreate" => "upload { uploadId url }",
        "pictureUploadComplete" => "picture { id }",
        own if own.starts_with("listingChange") => "change { id content { name } }",
        own if own.starts_with("listing") => "listing { id live { name } change { id } }",
        own if own.starts_with("producerStory") => "change { id content { headline } }",
        own if own.starts_with("producer") => "producer { id phone email }",
        own if own.starts_with("cycle") => "cycle { id }",
        "dossierDocumentAdd" | "dossierDocumentRemove" => "document { id title }",
        own if own.starts_with("dossier") || own == "communeReportCreate" => {
            "dossier { id idea plan }"
        }
        own if own.starts_with("council") => "councilSession { id seats { accountId } }",
        own if own.starts_with("decision") => "decision { id number }",
        own if own.starts_with("inspection") => "inspection { id findings { text } }",
        other => panic!("no document calls {other}"),
    };
    mutation_document(operation, &input, entity)
}

fn mutation_document(operation: &str, input: &str, entity: &str) -> String {
    format!(
        "mutation($input: {input}!) {{ {operation}(input: $input) {{ {entity} \
         userErrors {{ code field message }} }} }}"
    )
}

/// The document of a list with conditions.
fn filtered(operation: &str) -> Option<String> {
    let filter = match operation {
        "dossiers" => "DossierWhere",
        "inspections" => "InspectionWhere",
        "complaints" => "ComplaintWhere",
        "pointsOfSale" => "PointOfSaleWhere",
        "producers" => "ProducerWhere",
        "producerApplications" => "ProducerApplicationWhere",
        "moderationQueue" | "producerStoryQueue" => "ModerationWhere",
        "reviewQueue" | "questionQueue" | "listingReportQueue" => "FeedbackWhere",
        "collections" => "CollectionWhere",
        "curatedCollections" => "CuratedCollectionWhere",
        "recentlyCertified" => "RecentlyCertifiedWhere",
        _ => return None,
    };
    Some(format!(
        "query($where: {filter}, $first: Int, $after: String, $last: Int, $before: String) \
         {{ {operation}(where: $where, first: $first, after: $after, last: $last, \
         before: $before) {{ nodes {{ id }} }} }}"
    ))
}

fn query_document(operation: &str) -> &'static str {
    match operation {
        "cart" => {
            "query($id: ID!, $token: String) { cart(id: $id, token: $token) \
             { id token lines { quantity } totals { total { amount } } } }"
        }
        "order" => {
            "query($id: ID, $number: String, $token: String) \
             { order(id: $id, number: $number, token: $token) { number producerOrders { id } } }"
        }
        "orders" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { orders(first: $first, after: $after, last: $last, before: $before) \
             { nodes { number } } }"
        }
        "producerOrders" => {
            "query($producer: ID!, $statuses: [ProducerOrderStatus!], $session: ID, $first: Int, \
             $after: String, $last: Int, $before: String) { producerOrders(producer: $producer, \
             statuses: $statuses, session: $session, first: $first, after: $after, last: $last, before: $before) \
             { nodes { id } } }"
        }
        "producerOrder" => "query($id: ID!) { producerOrder(id: $id) { id status } }",
        "node" => "query($id: ID!) { node(id: $id) { id } }",
        "nodes" => "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
        "product" => "query($id: ID, $slug: String) { product(id: $id, slug: $slug) { id } }",
        "listing" => "query($id: ID!) { listing(id: $id) { id live { name } } }",
        "listingChange" => "query($id: ID!) { listingChange(id: $id) { change { id } } }",
        "listings" => {
            "query($producerId: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { listings(producerId: $producerId, first: $first, after: $after, last: $last, \
             before: $before) { nodes { id } } }"
        }
        "listingImports" => {
            "query($producerId: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { listingImports(producerId: $producerId, first: $first, after: $after, last: $last, \
             before: $before) { nodes { id } } }"
        }
        "bookingSessions" => {
            "query($variantId: ID!, $where: BookingSessionWhere, $first: Int, $after: String, \
             $last: Int, $before: String) { bookingSessions(variantId: $variantId, where: $where, \
             first: $first, after: $after, last: $last, before: $before) { nodes { variantId } } }"
        }
        "listingHistory" => {
            "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { listingHistory(id: $id, first: $first, after: $after, last: $last, \
             before: $before) { nodes { act } } }"
        }
        "producerStory" => {
            "query($producerId: ID!) { producerStory(producerId: $producerId) \
             { live { headline } change { id } } }"
        }
        "producerStoryChange" => {
            "query($id: ID!) { producerStoryChange(id: $id) { change { id } } }"
        }
        "producerStoryHistory" => {
            "query($producerId: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { producerStoryHistory(producerId: $producerId, first: $first, after: $after, \
             last: $last, before: $before) { nodes { act } } }"
        }
        "priceQueue" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { priceQueue(first: $first, after: $after, last: $last, before: $before) \
             { nodes { id } } }"
        }
        "moderationFigures" => {
            "query($from: DateTime!, $until: DateTime!) \
             { moderationFigures(from: $from, until: $until) { waiting } }"
        }
        "reviewRecord" => {
            "query($id: ID, $orderLineId: ID, $token: String) \
             { reviewRecord(id: $id, orderLineId: $orderLineId, token: $token) { id status } }"
        }
        "listingReport" => {
            "query($id: ID!, $token: String) { listingReport(id: $id, token: $token) { id text } }"
        }
        "myReviews" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { myReviews(first: $first, after: $after, last: $last, before: $before) \
             { nodes { id productName } } }"
        }
        "myQuestions" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { myQuestions(first: $first, after: $after, last: $last, before: $before) \
             { nodes { id productName } } }"
        }
        "myListingReports" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { myListingReports(first: $first, after: $after, last: $last, before: $before) \
             { nodes { id productName } } }"
        }
        "wishlist" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { wishlist(first: $first, after: $after, last: $last, before: $before) \
             { nodes { id product { id } } } }"
        }
        "producerReviews" => {
            "query($producerId: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { producerReviews(producerId: $producerId, first: $first, after: $after, \
             last: $last, before: $before) { nodes { id } } }"
        }
        "producerQuestions" => {
            "query($producerId: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { producerQuestions(producerId: $producerId, first: $first, after: $after, \
             last: $last, before: $before) { nodes { id } } }"
        }
        "feedbackHistory" => {
            "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { feedbackHistory(id: $id, first: $first, after: $after, last: $last, \
             before: $before) { nodes { act } } }"
        }
        "pointOfSale" => "query($id: ID!) { pointOfSale(id: $id) { id name } }",
        "pointOfSaleHistory" => {
            "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { pointOfSaleHistory(id: $id, first: $first, after: $after, last: $last, \
             before: $before) { nodes { action } } }"
        }
        "nearestPointsOfSale" => {
            "query($latitude: Degrees!, $longitude: Degrees!, $withinKm: Int!, $first: Int!, \
             $where: PointOfSaleWhere) { nearestPointsOfSale(latitude: $latitude, \
             longitude: $longitude, withinKm: $withinKm, first: $first, where: $where) \
             { distanceMetres } }"
        }
        "dossier" => "query($id: ID!) { dossier(id: $id) { id idea } }",
        "councilSession" => {
            "query($id: ID!) { councilSession(id: $id) { id seats { accountId } } }"
        }
        "decision" => "query($id: ID!) { decision(id: $id) { id number } }",
        "inspection" => "query($id: ID!) { inspection(id: $id) { id findings { text } } }",
        "producerRecord" => "query($id: ID!) { producerRecord(id: $id) { id phone email } }",
        "registerImport" => "query($id: ID!) { registerImport(id: $id) { id status } }",
        "registerExport" => "query($id: ID!) { registerExport(id: $id) { id status } }",
        "listingImport" => "query($id: ID!) { listingImport(id: $id) { id status } }",
        "listingExport" => "query($id: ID!) { listingExport(id: $id) { id status } }",
        "collection" => "query($id: ID, $slug: String) { collection(id: $id, slug: $slug) { id } }",
        "collectionEntries" => {
            "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { collectionEntries(id: $id, first: $first, after: $after, last: $last, \
             before: $before) { nodes { productId } } }"
        }
        "collectionHistory" => {
            "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { collectionHistory(id: $id, first: $first, after: $after, last: $last, \
             before: $before) { nodes { act } } }"
        }
        "collectionPreview" => {
            "query($rule: CollectionRuleInput!, $province: String, $first: Int!) \
             { collectionPreview(rule: $rule, province: $province, first: $first) \
             { totalCount } }"
        }
        "homePageSettings" => "{ homePageSettings { version } }",
        "producer" => "query($id: ID, $slug: String) { producer(id: $id, slug: $slug) { id } }",
        "criteriaSheet" => {
            "query($scheme: ProgrammeScheme!, $productSet: Int) \
             { criteriaSheet(scheme: $scheme, productSet: $productSet) { id } }"
        }
        "programmeCycles" => {
            "query($province: String) { programmeCycles(province: $province) { id } }"
        }
        "communes" => "query($province: String!) { communes(province: $province) { code } }",
        "communeResolve" => {
            "query($code: String, $name: String, $province: String) \
             { communeResolve(code: $code, name: $name, province: $province) { commune { code } } }"
        }
        "inspectionChecklist" => "{ inspectionChecklist { code } }",
        "producerGrants" => {
            "query($producer: ID!, $first: Int, $after: String, $last: Int, $before: String) \
             { producerGrants(producer: $producer, first: $first, after: $after, last: $last, \
             before: $before) { nodes { id } } }"
        }
        "inspectionProposals" => {
            "query($province: String!, $first: Int, $after: String, $last: Int, $before: String) \
             { inspectionProposals(province: $province, first: $first, after: $after, \
             last: $last, before: $before) { nodes { points } } }"
        }
        "certificatesExpiring" => {
            "query($province: String!, $from: Date!, $to: Date!, $first: Int, $after: String, \
             $last: Int, $before: String) { certificatesExpiring(province: $province, \
             from: $from, to: $to, first: $first, after: $after, last: $last, before: $before) \
             { nodes { id } } }"
        }
        "councilSessions" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { councilSessions(first: $first, after: $after, last: $last, before: $before) \
             { nodes { id seats { accountId } } } }"
        }
        "decisions" => {
            "query($cycle: ID!, $status: DecisionStatus, $first: Int, $after: String, $last: Int, \
             $before: String) { decisions(cycle: $cycle, status: $status, first: $first, \
             after: $after, last: $last, before: $before) { nodes { id number } } }"
        }
        "certificate" => "query($number: String!) { certificate(number: $number) { id } }",
        "myProducers" => {
            "query($first: Int, $after: String, $last: Int, $before: String) \
             { myProducers(first: $first, after: $after, last: $last, before: $before) \
             { nodes { id } } }"
        }
        other => panic!("no document calls {other}"),
    }
}
