//! Why whoever holds an object may read its fields.

/// Why the fields of an object type may be read by whoever holds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Its facts are public.
    Public,
    /// Only reached through these fields, whose use case has decided.
    Through(&'static str),
}

/// Every object type but the two roots.
pub const OBJECTS: &[(&str, Reach)] = &[
    // Frames of lists.
    ("PageInfo", Reach::Public),
    // The catalogue: reached through the gate of `catalog::visibility` only.
    ("Product", Reach::Public),
    ("ProductConnection", Reach::Public),
    ("ProductEdge", Reach::Public),
    ("ProductVariant", Reach::Public),
    ("ProductDetails", Reach::Public),
    ("ProductSet", Reach::Public),
    ("StarBadge", Reach::Public),
    ("Story", Reach::Public),
    ("Image", Reach::Public),
    ("ImageRendition", Reach::Public),
    ("Rating", Reach::Public),
    ("Money", Reach::Public),
    ("MoneyRange", Reach::Public),
    ("SearchConnection", Reach::Public),
    ("SearchEdge", Reach::Public),
    ("Facet", Reach::Public),
    ("FacetValue", Reach::Public),
    ("Suggestion", Reach::Public),
    // Points of sale: public ones, or in the hands of who may change them.
    ("PointOfSale", Reach::Public),
    ("PointOfSaleConnection", Reach::Public),
    ("PointOfSaleEdge", Reach::Public),
    ("NearbyPointOfSale", Reach::Public),
    ("OpeningDay", Reach::Public),
    ("OpeningRange", Reach::Public),
    // Their shelves: through the gate.
    ("PointOfSaleProduct", Reach::Public),
    ("PointOfSaleProductConnection", Reach::Public),
    ("PointOfSaleProductEdge", Reach::Public),
    (
        "PointOfSaleEventConnection",
        Reach::Through("pointOfSaleHistory"),
    ),
    ("PointOfSaleEventEdge", Reach::Through("pointOfSaleHistory")),
    ("PointOfSaleEvent", Reach::Through("pointOfSaleHistory")),
    ("PointOfSaleChange", Reach::Through("pointOfSaleHistory")),
    (
        "PointOfSalePayload",
        Reach::Through("pointOfSaleCreate, pointOfSaleUpdate, pointOfSaleClose"),
    ),
    (
        "PointOfSaleUserError",
        Reach::Through("pointOfSaleCreate, pointOfSaleUpdate, pointOfSaleClose"),
    ),
    (
        "PointOfSaleProductsPayload",
        Reach::Through("pointOfSaleProductsAdd, pointOfSaleProductsRemove"),
    ),
    (
        "PointOfSaleProductsUserError",
        Reach::Through("pointOfSaleProductsAdd, pointOfSaleProductsRemove"),
    ),
    // What buyers say and people ask, as moderators approved it: reached through
    // a product, or through a producer.
    ("ProducerRating", Reach::Public),
    ("Review", Reach::Public),
    ("ReviewConnection", Reach::Public),
    ("ReviewEdge", Reach::Public),
    ("ReviewImage", Reach::Public),
    ("ProductQuestion", Reach::Public),
    ("ProductQuestionConnection", Reach::Public),
    ("ProductQuestionEdge", Reach::Public),
    ("ProducerAnswer", Reach::Public),
    // The same with what is not public.
    (
        "ReviewRecord",
        Reach::Through(
            "reviewRecord, myReviews, reviewQueue, producerReviews, and what authors and moderators do",
        ),
    ),
    (
        "ReviewRecordConnection",
        Reach::Through(
            "reviewRecord, myReviews, reviewQueue, producerReviews, and what authors and moderators do",
        ),
    ),
    (
        "ReviewRecordEdge",
        Reach::Through(
            "reviewRecord, myReviews, reviewQueue, producerReviews, and what authors and moderators do",
        ),
    ),
    (
        "ReviewProposal",
        Reach::Through(
            "reviewRecord, myReviews, reviewQueue, producerReviews, and what authors and moderators do",
        ),
    ),
    (
        "QuestionRecord",
        Reach::Through("myQuestions, questionQueue, producerQuestions, and what is done with them"),
    ),
    (
        "QuestionRecordConnection",
        Reach::Through("myQuestions, questionQueue, producerQuestions, and what is done with them"),
    ),
    (
        "QuestionRecordEdge",
        Reach::Through("myQuestions, questionQueue, producerQuestions, and what is done with them"),
    ),
    // Words about codes.
    ("FeedbackMark", Reach::Public),
    ("FeedbackRefusalReason", Reach::Public),
    ("FeedbackEvent", Reach::Through("feedbackHistory")),
    ("FeedbackEventConnection", Reach::Through("feedbackHistory")),
    ("FeedbackEventEdge", Reach::Through("feedbackHistory")),
    (
        "ReviewPayload",
        Reach::Through("reviewCreate, reviewUpdate, reviewWithdraw"),
    ),
    (
        "ReviewUserError",
        Reach::Through("reviewCreate, reviewUpdate, reviewWithdraw"),
    ),
    ("ReviewVotePayload", Reach::Through("reviewVote")),
    ("ReviewVoteUserError", Reach::Through("reviewVote")),
    (
        "ReviewAnswerPayload",
        Reach::Through("reviewAnswer, reviewAnswerRemove"),
    ),
    (
        "QuestionAnswerPayload",
        Reach::Through("questionAnswer, questionAnswerRemove"),
    ),
    (
        "FeedbackAnswerUserError",
        Reach::Through("reviewAnswer, reviewAnswerRemove, questionAnswer, questionAnswerRemove"),
    ),
    ("ReviewDecidePayload", Reach::Through("reviewDecide")),
    ("QuestionDecidePayload", Reach::Through("questionDecide")),
    (
        "FeedbackDecideUserError",
        Reach::Through("reviewDecide, questionDecide"),
    ),
    (
        "QuestionPayload",
        Reach::Through("questionAsk, questionWithdraw"),
    ),
    (
        "QuestionUserError",
        Reach::Through("questionAsk, questionWithdraw"),
    ),
    ("WishlistConnection", Reach::Through("wishlist")),
    ("WishlistEntryEdge", Reach::Through("wishlist")),
    ("WishlistEntry", Reach::Through("wishlist, wishlistAdd")),
    ("WishlistAddPayload", Reach::Through("wishlistAdd")),
    ("WishlistRemovePayload", Reach::Through("wishlistRemove")),
    (
        "WishlistUserError",
        Reach::Through("wishlistAdd, wishlistRemove"),
    ),
    (
        "ListingReport",
        Reach::Through(
            "listingReport, myListingReports, listingReportQueue, listingReportCreate, listingReportResolve",
        ),
    ),
    (
        "ListingReportConnection",
        Reach::Through(
            "listingReport, myListingReports, listingReportQueue, listingReportCreate, listingReportResolve",
        ),
    ),
    (
        "ListingReportEdge",
        Reach::Through(
            "listingReport, myListingReports, listingReportQueue, listingReportCreate, listingReportResolve",
        ),
    ),
    (
        "ListingReportCreatePayload",
        Reach::Through("listingReportCreate"),
    ),
    (
        "ListingReportCreateUserError",
        Reach::Through("listingReportCreate"),
    ),
    (
        "ListingReportResolvePayload",
        Reach::Through("listingReportResolve"),
    ),
    (
        "ListingReportResolveUserError",
        Reach::Through("listingReportResolve"),
    ),
    // The programme.
    ("Producer", Reach::Public),
    ("ProducerStory", Reach::Public),
    ("ProducerConnection", Reach::Public),
    ("ProducerEdge", Reach::Public),
    ("Certificate", Reach::Public),
    // Not public: only in the hands of those whom the use case let read.
    (
        "ProducerRecord",
        Reach::Through(
            "producerRecord, producerApplications, myProducers, producerRegister, and what \
             officers decide",
        ),
    ),
    (
        "ProducerRecordConnection",
        Reach::Through("producerApplications, myProducers"),
    ),
    (
        "ProducerRecordEdge",
        Reach::Through("producerApplications, myProducers"),
    ),
    (
        "ProducerVerification",
        Reach::Through("ProducerRecord.verifications"),
    ),
    ("ProducerEvent", Reach::Through("ProducerRecord.history")),
    (
        "ProducerRegisterPayload",
        Reach::Through("producerRegister"),
    ),
    (
        "ProducerRegisterUserError",
        Reach::Through("producerRegister"),
    ),
    (
        "ProducerStandingPayload",
        Reach::Through("what officers decide"),
    ),
    (
        "ProducerStandingUserError",
        Reach::Through("what officers decide"),
    ),
    ("Province", Reach::Public),
    ("Commune", Reach::Public),
    // The programme's work.
    ("ProgrammeCycle", Reach::Public),
    ("ProgrammeGroup", Reach::Public),
    ("CriteriaSheet", Reach::Public),
    ("Criterion", Reach::Public),
    ("CyclePayload", Reach::Through("cycleOpen, cycleClose")),
    (
        "ProgrammeTargetPayload",
        Reach::Through("programmeTargetSet"),
    ),
    (
        "CycleUserError",
        Reach::Through("cycleOpen, cycleClose, programmeTargetSet"),
    ),
    (
        "CriteriaSheetPayload",
        Reach::Through("criteriaSheetCreate"),
    ),
    (
        "CriteriaSheetUserError",
        Reach::Through("criteriaSheetCreate"),
    ),
    (
        "Dossier",
        Reach::Through("dossier, dossiers, and what moves dossiers"),
    ),
    ("DossierConnection", Reach::Through("dossiers")),
    ("DossierEdge", Reach::Through("dossiers")),
    ("DossierEvent", Reach::Through("Dossier.history")),
    ("DossierChecklist", Reach::Public),
    ("DocumentKind", Reach::Public),
    ("DossierChecklistItem", Reach::Through("Dossier.checklist")),
    (
        "DossierDocument",
        Reach::Through(
            "Dossier.documents, Dossier.removedDocuments (which asks who reads), \
             Dossier.checklist, and what producers do with documents",
        ),
    ),
    ("File", Reach::Through("DossierDocument.file")),
    (
        "DossierDocumentPayload",
        Reach::Through("dossierDocumentAdd, dossierDocumentRemove"),
    ),
    (
        "DossierDocumentUserError",
        Reach::Through("dossierDocumentAdd, dossierDocumentRemove"),
    ),
    ("CommuneReport", Reach::Through("Dossier.communeReports")),
    (
        "ScoreSheet",
        Reach::Through("Dossier.scoreSheets, scoreSheetSign"),
    ),
    ("ScoreItem", Reach::Through("ScoreSheet.items")),
    ("DossierPayload", Reach::Through("what moves dossiers")),
    ("DossierUserError", Reach::Through("what moves dossiers")),
    (
        "CouncilSession",
        Reach::Through("councilSession, councilSessions, councilSessionCreate, councilAgendaAdd"),
    ),
    (
        "CouncilSessionConnection",
        Reach::Through("councilSessions"),
    ),
    ("CouncilSessionEdge", Reach::Through("councilSessions")),
    ("CouncilSeat", Reach::Through("CouncilSession.seats")),
    ("CouncilAgendaItem", Reach::Through("CouncilSession.agenda")),
    (
        "CouncilSessionPayload",
        Reach::Through("councilSessionCreate, councilAgendaAdd"),
    ),
    (
        "CouncilSessionUserError",
        Reach::Through("councilSessionCreate, councilAgendaAdd"),
    ),
    ("ScoreSheetPayload", Reach::Through("scoreSheetSign")),
    ("ScoreSheetUserError", Reach::Through("scoreSheetSign")),
    (
        "Decision",
        Reach::Through("decision, decisions, decisionRecord, decisionConfirm, decisionDiscard"),
    ),
    ("DecisionResult", Reach::Through("Decision.results")),
    ("DecisionMeasure", Reach::Through("Decision.measures")),
    ("DecisionConnection", Reach::Through("decisions")),
    ("DecisionEdge", Reach::Through("decisions")),
    ("CertificateEvent", Reach::Through("Certificate.history")),
    (
        "DecisionPayload",
        Reach::Through("decisionRecord, decisionConfirm, decisionDiscard"),
    ),
    (
        "DecisionUserError",
        Reach::Through("decisionRecord, decisionConfirm, decisionDiscard"),
    ),
    ("ProgrammeStatistics", Reach::Public),
    ("ProgrammeCount", Reach::Public),
    ("ProgrammeGroupCount", Reach::Public),
    ("ProgrammeCertificates", Reach::Public),
    ("ProgrammeCertificateChanges", Reach::Public),
    ("ProgrammeCommuneCount", Reach::Public),
    ("ProgrammeTarget", Reach::Public),
    ("ProgrammeSales", Reach::Public),
    ("ProgrammeSalesFigure", Reach::Public),
    ("ProgrammeSalesCut", Reach::Public),
    ("ProgrammeSalesProvince", Reach::Public),
    ("ProgrammeSalesCommune", Reach::Public),
    ("CommuneMatch", Reach::Public),
    ("FormerCommune", Reach::Public),
    // Imports and exports: only whoever began them.
    // Files of a producer's listings.
    (
        "ListingImport",
        Reach::Through("listingImport, listingImportStart, listingImportCancel"),
    ),
    (
        "ListingImportRefusal",
        Reach::Through("ListingImport.refusal"),
    ),
    (
        "ListingImportProblem",
        Reach::Through("ListingImport.problems"),
    ),
    (
        "ListingImportProblemEdge",
        Reach::Through("ListingImport.problems"),
    ),
    (
        "ListingImportProblemConnection",
        Reach::Through("ListingImport.problems"),
    ),
    (
        "ListingImportPayload",
        Reach::Through("listingImportStart, listingImportCancel"),
    ),
    (
        "ListingImportUserError",
        Reach::Through("listingImportStart, listingImportCancel"),
    ),
    (
        "ListingExport",
        Reach::Through("listingExport, listingExportStart"),
    ),
    (
        "ListingExportRefusal",
        Reach::Through("ListingExport.refusal"),
    ),
    ("ListingExportPayload", Reach::Through("listingExportStart")),
    (
        "ListingExportUserError",
        Reach::Through("listingExportStart"),
    ),
    ("RegisterImport", Reach::Through("registerImport")),
    (
        "RegisterImportRefusal",
        Reach::Through("RegisterImport.refusal"),
    ),
    (
        "RegisterRowError",
        Reach::Through("RegisterImport.rowErrors"),
    ),
    (
        "RegisterRowErrorEdge",
        Reach::Through("RegisterImport.rowErrors"),
    ),
    (
        "RegisterRowErrorConnection",
        Reach::Through("RegisterImport.rowErrors"),
    ),
    ("RegisterImportPayload", Reach::Through("registerImport")),
    ("RegisterImportUserError", Reach::Through("registerImport")),
    ("RegisterExport", Reach::Through("registerExport")),
    (
        "RegisterExportRefusal",
        Reach::Through("RegisterExport.refusal"),
    ),
    ("RegisterExportPayload", Reach::Through("registerExport")),
    ("RegisterExportUserError", Reach::Through("registerExport")),
    // Accounts: a person's own.
    ("Account", Reach::Through("me, sessionCreate")),
    ("RoleGrant", Reach::Through("Account.roles")),
    ("SessionCreatePayload", Reach::Through("sessionCreate")),
    ("SessionCreateUserError", Reach::Through("sessionCreate")),
    ("SessionDeletePayload", Reach::Through("sessionDelete")),
    // Rights that owners give: for the owners of that producer.
    (
        "ProducerGrant",
        Reach::Through("producerGrants, producerGrantCreate, producerGrantRevoke"),
    ),
    ("ProducerGrantConnection", Reach::Through("producerGrants")),
    ("ProducerGrantEdge", Reach::Through("producerGrants")),
    ("ProducerGrantUse", Reach::Through("ProducerGrant.uses")),
    (
        "ProducerGrantCreatePayload",
        Reach::Through("producerGrantCreate"),
    ),
    (
        "ProducerGrantCreateUserError",
        Reach::Through("producerGrantCreate"),
    ),
    (
        "ProducerGrantRevokePayload",
        Reach::Through("producerGrantRevoke"),
    ),
    (
        "ProducerGrantRevokeUserError",
        Reach::Through("producerGrantRevoke"),
    ),
    // Carts: only with the secret, or by their account.
    (
        "Cart",
        Reach::Through("cart, cartCreate, and what changes carts"),
    ),
    ("CartAddress", Reach::Through("Cart.address")),
    ("CartContact", Reach::Through("Cart.contact")),
    (
        "CartLine",
        Reach::Through("Cart.lines, ProducerGroup.lines"),
    ),
    ("ProducerGroup", Reach::Through("Cart.producerGroups")),
    ("GroupDelivery", Reach::Through("ProducerGroup.delivery")),
    (
        "DeliveryOption",
        Reach::Through("ProducerGroup.deliveryOptions"),
    ),
    ("Totals", Reach::Through("Cart, Order, ProducerOrder")),
    ("CartCreatePayload", Reach::Through("cartCreate")),
    ("CartLinesAddPayload", Reach::Through("cartLinesAdd")),
    ("CartLinesUpdatePayload", Reach::Through("cartLinesUpdate")),
    ("CartLinesRemovePayload", Reach::Through("cartLinesRemove")),
    (
        "CartAddressUpdatePayload",
        Reach::Through("cartAddressUpdate"),
    ),
    (
        "CartContactUpdatePayload",
        Reach::Through("cartContactUpdate"),
    ),
    (
        "CartDeliveryUpdatePayload",
        Reach::Through("cartDeliveryUpdate"),
    ),
    ("CartUserError", Reach::Through("what changes carts")),
    // Orders: with the secret or by their account; parts also by their
    // producer's people.
    (
        "Order",
        Reach::Through("order, orders, cartCheckout, orderPay, orderCancel"),
    ),
    ("OrderConnection", Reach::Through("orders")),
    ("OrderEdge", Reach::Through("orders")),
    (
        "OrderAddress",
        Reach::Through("Order.address, ProducerOrder.address"),
    ),
    ("OrderEvent", Reach::Through("Order.history")),
    ("OrderLine", Reach::Through("ProducerOrder.lines")),
    ("Fulfillment", Reach::Through("ProducerOrder.fulfillments")),
    (
        "Payment",
        Reach::Through("Order.payments, cartCheckout, orderPay"),
    ),
    (
        "ProducerOrder",
        Reach::Through("Order.producerOrders, producerOrder, producerOrders"),
    ),
    ("ProducerOrderConnection", Reach::Through("producerOrders")),
    ("ProducerOrderEdge", Reach::Through("producerOrders")),
    (
        "ProducerOrderPayload",
        Reach::Through("what producers do with their parts"),
    ),
    (
        "ProducerOrderUserError",
        Reach::Through("what producers do with their parts"),
    ),
    ("CartCheckoutPayload", Reach::Through("cartCheckout")),
    ("CartCheckoutUserError", Reach::Through("cartCheckout")),
    ("OrderPayPayload", Reach::Through("orderPay")),
    ("OrderPayUserError", Reach::Through("orderPay")),
    ("OrderCancelPayload", Reach::Through("orderCancel")),
    ("OrderCancelUserError", Reach::Through("orderCancel")),
    // Inspections: for their officers and their inspector.
    (
        "Inspection",
        Reach::Through("inspections, inspection, and what goes on with them"),
    ),
    ("InspectionConnection", Reach::Through("inspections")),
    ("InspectionEdge", Reach::Through("inspections")),
    ("InspectionFinding", Reach::Through("Inspection.findings")),
    ("InspectionSample", Reach::Through("Inspection.samples")),
    (
        "InspectionSampleReport",
        Reach::Through("InspectionSample.report"),
    ),
    ("InspectionEvent", Reach::Through("Inspection.history")),
    ("Checkpoint", Reach::Public),
    ("InspectionPlanPayload", Reach::Through("inspectionPlan")),
    ("InspectionPlanUserError", Reach::Through("inspectionPlan")),
    (
        "InspectionPayload",
        Reach::Through("what goes on with inspections"),
    ),
    (
        "InspectionUserError",
        Reach::Through("what goes on with inspections"),
    ),
    (
        "CertificateHoldLiftPayload",
        Reach::Through("certificateHoldLift"),
    ),
    (
        "CertificateHoldLiftUserError",
        Reach::Through("certificateHoldLift"),
    ),
    ("InspectionProposal", Reach::Through("inspectionProposals")),
    (
        "InspectionProposalConnection",
        Reach::Through("inspectionProposals"),
    ),
    (
        "InspectionProposalEdge",
        Reach::Through("inspectionProposals"),
    ),
    (
        "CertificatesExpiringConnection",
        Reach::Through("certificatesExpiring"),
    ),
    (
        "CertificatesExpiringEdge",
        Reach::Through("certificatesExpiring"),
    ),
    (
        "ExpiringQuarter",
        Reach::Through("CertificatesExpiringConnection.quarters"),
    ),
    // Producers' stories before they are public: as for listings.
    ("ProducerStoryState", Reach::Through("producerStory")),
    (
        "ProducerStoryContent",
        Reach::Through(
            "producerStory, producerStoryChange, producerStoryQueue, producerStoryEdit, producerStorySubmit, producerStoryWithdraw, producerStoryClaim, producerStoryRelease, producerStoryDecide",
        ),
    ),
    (
        "ProducerStoryChange",
        Reach::Through(
            "producerStory, producerStoryChange, producerStoryQueue, producerStoryEdit, producerStorySubmit, producerStoryWithdraw, producerStoryClaim, producerStoryRelease, producerStoryDecide",
        ),
    ),
    (
        "ProducerStoryReturnReason",
        Reach::Through(
            "producerStory, producerStoryChange, producerStoryQueue, producerStoryEdit, producerStorySubmit, producerStoryWithdraw, producerStoryClaim, producerStoryRelease, producerStoryDecide",
        ),
    ),
    (
        "ProducerStoryChangeConnection",
        Reach::Through("producerStoryQueue"),
    ),
    (
        "ProducerStoryChangeEdge",
        Reach::Through("producerStoryQueue"),
    ),
    ("ProducerStoryReview", Reach::Through("producerStoryChange")),
    ("ProducerStoryEvent", Reach::Through("producerStoryHistory")),
    (
        "ProducerStoryEventConnection",
        Reach::Through("producerStoryHistory"),
    ),
    (
        "ProducerStoryEventEdge",
        Reach::Through("producerStoryHistory"),
    ),
    (
        "ProducerStoryChangePayload",
        Reach::Through("producerStoryEdit, producerStorySubmit, producerStoryWithdraw"),
    ),
    (
        "ProducerStoryChangeUserError",
        Reach::Through("producerStoryEdit, producerStorySubmit, producerStoryWithdraw"),
    ),
    (
        "ProducerStoryModerationPayload",
        Reach::Through("producerStoryClaim, producerStoryRelease, producerStoryDecide"),
    ),
    (
        "ProducerStoryModerationUserError",
        Reach::Through("producerStoryClaim, producerStoryRelease, producerStoryDecide"),
    ),
    // Listings: for their producers and the moderators of their provinces.
    (
        "Listing",
        Reach::Through(
            "listing, listings, listingCreate, listingPause, listingTakeDown, listingTakeDownLift, moderationQueue, listingChange",
        ),
    ),
    ("ListingConnection", Reach::Through("listings")),
    ("ListingEdge", Reach::Through("listings")),
    (
        "ListingContent",
        Reach::Through(
            "listing, listings, listingCreate, listingPause, listingTakeDown, listingTakeDownLift, moderationQueue, listingChange, moderationClaim, moderationRelease, moderationDecide, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw",
        ),
    ),
    (
        "ListingVariant",
        Reach::Through(
            "listing, listings, listingCreate, listingPause, listingTakeDown, listingTakeDownLift, moderationQueue, listingChange",
        ),
    ),
    (
        "VariantContent",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    (
        "ListingImage",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    (
        "TakeDown",
        Reach::Through(
            "listing, listings, listingCreate, listingPause, listingTakeDown, listingTakeDownLift, moderationQueue, listingChange",
        ),
    ),
    ("ListingEvent", Reach::Through("listingHistory")),
    ("ListingEventConnection", Reach::Through("listingHistory")),
    ("ListingEventEdge", Reach::Through("listingHistory")),
    (
        "ListingChange",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    ("ListingChangeConnection", Reach::Through("moderationQueue")),
    ("ListingChangeEdge", Reach::Through("moderationQueue")),
    (
        "ListingReturnReason",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    (
        "ListingFinding",
        Reach::Through(
            "listing, listings, listingChange, moderationQueue, listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw, moderationClaim, moderationRelease, moderationDecide",
        ),
    ),
    ("ListingFieldChange", Reach::Through("listingChange")),
    ("ListingReview", Reach::Through("listingChange")),
    (
        "PriceRequest",
        Reach::Through("listing, listings, priceQueue, priceDecide, variantPriceSet"),
    ),
    ("PriceRequestConnection", Reach::Through("priceQueue")),
    ("PriceRequestEdge", Reach::Through("priceQueue")),
    ("ModerationFigures", Reach::Through("moderationFigures")),
    (
        "ListingPayload",
        Reach::Through("listingCreate, listingPause"),
    ),
    (
        "ListingUserError",
        Reach::Through("listingCreate, listingPause"),
    ),
    (
        "ListingChangePayload",
        Reach::Through(
            "listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw",
        ),
    ),
    (
        "ListingChangeUserError",
        Reach::Through(
            "listingChangeBegin, listingChangeUpdate, listingChangeSubmit, listingChangeWithdraw",
        ),
    ),
    (
        "ModerationPayload",
        Reach::Through("moderationClaim, moderationRelease, moderationDecide"),
    ),
    (
        "ModerationDecidePayload",
        Reach::Through("moderationDecide"),
    ),
    (
        "ModerationUserError",
        Reach::Through("moderationClaim, moderationRelease, moderationDecide, priceDecide"),
    ),
    ("PriceDecidePayload", Reach::Through("priceDecide")),
    (
        "ListingTakeDownPayload",
        Reach::Through("listingTakeDown, listingTakeDownLift"),
    ),
    (
        "ListingTakeDownUserError",
        Reach::Through("listingTakeDown, listingTakeDownLift"),
    ),
    ("VariantPriceSetPayload", Reach::Through("variantPriceSet")),
    (
        "VariantPriceSetUserError",
        Reach::Through("variantPriceSet"),
    ),
    ("PictureUpload", Reach::Through("pictureUploadCreate")),
    ("RequestHeader", Reach::Through("pictureUploadCreate")),
    ("Picture", Reach::Through("pictureUploadComplete")),
    (
        "PictureUploadCreatePayload",
        Reach::Through("pictureUploadCreate"),
    ),
    (
        "PictureUploadCreateUserError",
        Reach::Through("pictureUploadCreate"),
    ),
    (
        "PictureUploadCompletePayload",
        Reach::Through("pictureUploadComplete"),
    ),
    (
        "PictureUploadCompleteUserError",
        Reach::Through("pictureUploadComplete"),
    ),
    ("VariantStockSetPayload", Reach::Through("variantStockSet")),
    (
        "VariantStockSetUserError",
        Reach::Through("variantStockSet"),
    ),
    (
        "ListingSeasonSetPayload",
        Reach::Through("listingSeasonSet"),
    ),
    (
        "ListingSeasonSetUserError",
        Reach::Through("listingSeasonSet"),
    ),
    (
        "VariantSupplySetPayload",
        Reach::Through("variantSupplySet"),
    ),
    (
        "VariantSupplySetUserError",
        Reach::Through("variantSupplySet"),
    ),
    (
        "ScheduledSession",
        Reach::Through("bookingSessions, bookingSessionsAdd, bookingSessionClose"),
    ),
    (
        "ScheduledSessionConnection",
        Reach::Through("bookingSessions"),
    ),
    ("ScheduledSessionEdge", Reach::Through("bookingSessions")),
    (
        "BookingSessionsAddPayload",
        Reach::Through("bookingSessionsAdd"),
    ),
    (
        "BookingSessionClosePayload",
        Reach::Through("bookingSessionClose"),
    ),
    (
        "BookingSessionUserError",
        Reach::Through("bookingSessionsAdd, bookingSessionClose"),
    ),
    (
        "VariantStockMovePayload",
        Reach::Through("variantStockMove"),
    ),
    (
        "VariantStockMoveUserError",
        Reach::Through("variantStockMove"),
    ),
    (
        "PointOfSaleStockSetPayload",
        Reach::Through("pointOfSaleStockSet"),
    ),
    (
        "PointOfSaleStockSetUserError",
        Reach::Through("pointOfSaleStockSet"),
    ),
    ("PointOfSaleStock", Reach::Public),
    ("BookingSession", Reach::Public),
    ("SessionTimes", Reach::Through("cart, order, producerOrder")),
    ("ProductSeason", Reach::Public),
    ("AttributeFact", Reach::Public),
    ("ProductOption", Reach::Public),
    ("Parcel", Reach::Public),
    ("ParcelPreset", Reach::Public),
    ("FocalPoint", Reach::Public),
    ("Video", Reach::Public),
    ("FoodDeclaration", Reach::Public),
    ("VariantPriceTier", Reach::Public),
    ("ProductAttribute", Reach::Public),
    ("ProductAttributeChoice", Reach::Public),
    // Collections and the home page: public where they are public now, else in
    // the hands of who curates them.
    ("Collection", Reach::Public),
    ("CollectionConnection", Reach::Public),
    ("CollectionEdge", Reach::Public),
    ("CollectionRule", Reach::Public),
    ("CollectionEntry", Reach::Through("collectionEntries")),
    (
        "CollectionEntryConnection",
        Reach::Through("collectionEntries"),
    ),
    ("CollectionEntryEdge", Reach::Through("collectionEntries")),
    ("CollectionEvent", Reach::Through("collectionHistory")),
    (
        "CollectionEventConnection",
        Reach::Through("collectionHistory"),
    ),
    ("CollectionEventEdge", Reach::Through("collectionHistory")),
    ("CollectionPreview", Reach::Through("collectionPreview")),
    (
        "CollectionPayload",
        Reach::Through("what curators do with a collection"),
    ),
    (
        "CollectionUserError",
        Reach::Through("what curators do with a collection"),
    ),
    ("HomePage", Reach::Public),
    ("HomeBlock", Reach::Public),
    (
        "HomePageSettings",
        Reach::Through("homePageSettings, homePageSet"),
    ),
    (
        "HomeBlockSettings",
        Reach::Through("HomePageSettings.blocks"),
    ),
    ("HomePageSetPayload", Reach::Through("homePageSet")),
    ("HomePageSetUserError", Reach::Through("homePageSet")),
    // Complaints: for the officers of their province.
    (
        "Complaint",
        Reach::Through("complaints, complaintDismiss, complaintInspect"),
    ),
    ("ComplaintConnection", Reach::Through("complaints")),
    ("ComplaintEdge", Reach::Through("complaints")),
    (
        "ComplaintPayload",
        Reach::Through("complaintDismiss, complaintInspect"),
    ),
    (
        "ComplaintUserError",
        Reach::Through("complaintDismiss, complaintInspect"),
    ),
    (
        "CertificateReportPayload",
        Reach::Through("certificateReport"),
    ),
    (
        "CertificateReportUserError",
        Reach::Through("certificateReport"),
    ),
];
