//! Producers, certificates and the work of the programme.

use super::Reach;

pub(super) const OBJECTS: &[(&str, Reach)] = &[
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
