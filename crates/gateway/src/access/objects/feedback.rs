//! What buyers say, what people ask, wish and report.

use super::Reach;

const REVIEWS: Reach = Reach::Through(
    "reviewRecord, myReviews, reviewQueue, producerReviews, and what authors and moderators do",
);
const QUESTIONS: Reach =
    Reach::Through("myQuestions, questionQueue, producerQuestions, and what is done with them");
const REPORTS: Reach = Reach::Through(
    "listingReport, myListingReports, listingReportQueue, listingReportCreate, listingReportResolve",
);

pub(super) const OBJECTS: &[(&str, Reach)] = &[
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
    ("ReviewRecord", REVIEWS),
    ("ReviewRecordConnection", REVIEWS),
    ("ReviewRecordEdge", REVIEWS),
    ("ReviewProposal", REVIEWS),
    ("QuestionRecord", QUESTIONS),
    ("QuestionRecordConnection", QUESTIONS),
    ("QuestionRecordEdge", QUESTIONS),
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
    ("ListingReport", REPORTS),
    ("ListingReportConnection", REPORTS),
    ("ListingReportEdge", REPORTS),
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
];
