//! The documents of dossiers, and the checklists that say which there must be
//! (owner: `programme`).

crate::ddl::migration! {
    up: "
CREATE TABLE document_checklist (
    version TEXT PRIMARY KEY CHECK (LENGTH(version) BETWEEN 1 AND 40),
    scheme TEXT NOT NULL CHECK (scheme IN ('DECISION_1048', 'DECISION_148')),
    -- Null: every set without a checklist of its own.
    product_set INTEGER CHECK (product_set BETWEEN 1 AND 26),
    valid_from {date} NOT NULL,
    valid_to {date},
    source TEXT NOT NULL,
    CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE UNIQUE INDEX document_checklist_begin ON document_checklist (scheme, COALESCE(product_set, 0), valid_from);
CREATE TABLE document_kind (
    version TEXT NOT NULL REFERENCES document_checklist (version),
    code TEXT NOT NULL CHECK (LENGTH(code) BETWEEN 1 AND 40),
    position INTEGER NOT NULL,
    -- The form of the decision that it is written on.
    form TEXT,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    requirement TEXT NOT NULL CHECK (requirement IN ('MANDATORY', 'EVIDENCE')),
    -- Such as samples: they are handed over, not uploaded.
    without_file {bool} NOT NULL,
    -- Not asked of services.
    goods_only {bool} NOT NULL,
    PRIMARY KEY (version, code),
    UNIQUE (version, position)
);
INSERT INTO document_checklist (version, scheme, product_set, valid_from, valid_to, source) VALUES
    ('1048/2019', 'DECISION_1048', NULL, '2019-08-21', '2023-02-24', 'QĐ 1048/QĐ-TTg ngày 21/08/2019'),
    ('148/2023', 'DECISION_148', NULL, '2023-02-24', NULL, 'QĐ 148/QĐ-TTg ngày 24/02/2023');
INSERT INTO document_kind (version, code, position, form, name, name_en, requirement, without_file, goods_only) VALUES
    ('1048/2019', 'REGISTRATION_FORM', 1, 'Biểu 01, 02', 'Phiếu đăng ký ý tưởng sản phẩm (mới hoặc đã có)', 'Registration form of the product idea (new or existing)', 'MANDATORY', FALSE, FALSE),
    ('1048/2019', 'BUSINESS_PLAN', 2, 'Biểu 03', 'Phương án, kế hoạch kinh doanh', 'Business plan', 'MANDATORY', FALSE, FALSE),
    ('1048/2019', 'ORGANISATION', 3, 'Biểu 04', 'Giới thiệu bộ máy tổ chức', 'Introduction of the organisation', 'MANDATORY', FALSE, FALSE),
    ('1048/2019', 'BUSINESS_REGISTRATION', 4, NULL, 'Giấy đăng ký kinh doanh (bản sao có công chứng)', 'Business registration (notarised copy)', 'MANDATORY', FALSE, FALSE),
    ('1048/2019', 'PRODUCT_SAMPLES', 5, NULL, 'Sản phẩm mẫu (05 đơn vị)', 'Product samples (5 units)', 'MANDATORY', TRUE, TRUE),
    ('1048/2019', 'PRODUCTION_CONDITIONS', 6, NULL, 'Giấy chứng nhận đủ điều kiện sản xuất, an toàn thực phẩm', 'Certificate of production conditions or food safety', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'QUALITY_DECLARATION', 7, NULL, 'Công bố chất lượng, tiêu chuẩn sản phẩm', 'Quality declaration, product standard', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'TEST_REPORT', 8, NULL, 'Phiếu kết quả kiểm nghiệm theo tiêu chuẩn công bố', 'Test report against the declared standard', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'TRACEABILITY', 9, NULL, 'Mã số mã vạch, tem truy xuất nguồn gốc', 'Barcode, traceability stamp', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'INTELLECTUAL_PROPERTY', 10, NULL, 'Sở hữu trí tuệ, chỉ dẫn địa lý, nhãn hiệu', 'Intellectual property: geographical indication, trademark', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'MATERIAL_ORIGIN', 11, NULL, 'Nguồn gốc nguyên liệu, liên kết chuỗi', 'Origin of raw material, contracts along the chain', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'ENVIRONMENT', 12, NULL, 'Bảo vệ môi trường', 'Environmental protection', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'QUALITY_MANAGEMENT', 13, NULL, 'Hệ thống quản lý chất lượng tiên tiến (HACCP, ISO 22000, GMP…)', 'Advanced quality management (HACCP, ISO 22000, GMP…)', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'MARKET_DEVELOPMENT', 14, NULL, 'Kế toán, phát triển thị trường, quảng bá', 'Accounting, market development, promotion', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'PRODUCT_STORY', 15, NULL, 'Câu chuyện sản phẩm', 'Product story', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'PRODUCTION_LOG', 16, NULL, 'Kế hoạch kiểm soát chất lượng, hồ sơ sản xuất', 'Quality control plan, production log', 'EVIDENCE', FALSE, FALSE),
    ('1048/2019', 'AWARDS', 17, NULL, 'Giải thưởng', 'Awards', 'EVIDENCE', FALSE, FALSE),
    -- Form 3, the commune's report, is a record of its own and no upload.
    ('148/2023', 'REGISTRATION_FORM', 1, 'Mẫu biểu 1', 'Phiếu đăng ký đánh giá, phân hạng sản phẩm', 'Registration for assessment and grading', 'MANDATORY', FALSE, FALSE),
    ('148/2023', 'SELF_ASSESSMENT', 2, 'Mẫu biểu 2', 'Báo cáo đánh giá của chủ thể theo tiêu chí', 'The producer''s assessment by the criteria', 'MANDATORY', FALSE, FALSE);
INSERT INTO document_kind (version, code, position, form, name, name_en, requirement, without_file, goods_only)
    SELECT '148/2023', code, position - 3, form, name, name_en, requirement, without_file, goods_only
    FROM document_kind WHERE version = '1048/2019' AND requirement = 'EVIDENCE';
-- Appended; of a row nothing changes but that it is taken away, once.
CREATE TABLE dossier_document (
    id {uuid} PRIMARY KEY,
    dossier_id {uuid} NOT NULL REFERENCES dossier (id),
    version TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL CHECK (LENGTH(title) BETWEEN 1 AND 300),
    number TEXT CHECK (LENGTH(number) BETWEEN 1 AND 100),
    issuer TEXT NOT NULL CHECK (LENGTH(issuer) BETWEEN 1 AND 300),
    issued_on {date} NOT NULL,
    -- The last day on which it holds.
    expires_on {date},
    file_id {uuid} REFERENCES stored_file (id),
    added_by TEXT NOT NULL,
    added_at {timestamp} NOT NULL,
    removed_by TEXT,
    removed_at {timestamp},
    FOREIGN KEY (version, code) REFERENCES document_kind (version, code),
    CHECK (expires_on IS NULL OR expires_on >= issued_on),
    CHECK ((removed_by IS NULL) = (removed_at IS NULL))
);
CREATE INDEX dossier_document_dossier ON dossier_document (dossier_id, id);
CREATE INDEX dossier_document_file ON dossier_document (file_id);
CREATE UNIQUE INDEX dossier_document_once ON dossier_document (dossier_id, code, file_id) WHERE removed_at IS NULL;
",
    down: "
DROP TABLE dossier_document;
DROP TABLE document_kind;
DROP TABLE document_checklist;
"
}
