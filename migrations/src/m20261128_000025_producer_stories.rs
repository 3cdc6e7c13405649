//! What producers tell of themselves, what they propose for it, and what is on
//! record about that (owner: `catalog`).

crate::ddl::migration! {
    up: "
CREATE TABLE producer_story_change (
    id {uuid} PRIMARY KEY,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    status TEXT NOT NULL CHECK (status IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'WITHDRAWN')),
    content TEXT NOT NULL,
    base_version BIGINT NOT NULL CHECK (base_version >= 0),
    version BIGINT NOT NULL CHECK (version >= 1),
    created_by {uuid} REFERENCES account (id),
    created_at {timestamp} NOT NULL,
    updated_at {timestamp} NOT NULL,
    submitted_at {timestamp},
    submissions INTEGER NOT NULL CHECK (submissions >= 0),
    claimed_by {uuid} REFERENCES account (id),
    claimed_until {timestamp},
    decided_by {uuid} REFERENCES account (id),
    decided_at {timestamp},
    reasons TEXT NOT NULL,
    note TEXT CHECK (LENGTH(note) BETWEEN 1 AND 2000),
    CHECK (status IN ('DRAFT', 'WITHDRAWN') OR submitted_at IS NOT NULL),
    CHECK (status NOT IN ('APPROVED', 'RETURNED') OR decided_at IS NOT NULL),
    CHECK (status <> 'RETURNED' OR reasons <> '[]'),
    CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
    UNIQUE (id, producer_id)
);
CREATE UNIQUE INDEX producer_story_change_open ON producer_story_change (producer_id) WHERE status IN ('DRAFT', 'SUBMITTED', 'RETURNED');
CREATE INDEX producer_story_change_queue ON producer_story_change (submitted_at, id) WHERE status = 'SUBMITTED';
CREATE INDEX producer_story_change_decided ON producer_story_change (decided_at) WHERE decided_at IS NOT NULL;
-- What the public reads: written by an approval only.
CREATE TABLE producer_story (
    producer_id {uuid} PRIMARY KEY REFERENCES producer (id),
    change_id {uuid} NOT NULL,
    headline TEXT NOT NULL CHECK (LENGTH(headline) BETWEEN 1 AND 150),
    headline_en TEXT CHECK (LENGTH(headline_en) BETWEEN 1 AND 150),
    story_html TEXT NOT NULL CHECK (LENGTH(story_html) > 0),
    story_html_en TEXT CHECK (LENGTH(story_html_en) > 0),
    videos TEXT NOT NULL,
    -- In the order of showing, with what is needed to show them.
    pictures TEXT NOT NULL,
    cover {uuid},
    founded_year INTEGER CHECK (founded_year BETWEEN 1800 AND 2999),
    members INTEGER CHECK (members BETWEEN 1 AND 100000),
    approved_at {timestamp} NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    FOREIGN KEY (change_id, producer_id) REFERENCES producer_story_change (id, producer_id)
);
-- Which of them are shown: what is not is swept away.
CREATE TABLE producer_story_picture (
    producer_id {uuid} NOT NULL REFERENCES producer_story (producer_id),
    picture_id {uuid} NOT NULL,
    position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 11),
    PRIMARY KEY (producer_id, picture_id),
    UNIQUE (producer_id, position)
);
CREATE INDEX producer_story_picture_picture ON producer_story_picture (picture_id);
-- Append-only: who did what with a story.
CREATE TABLE producer_story_event (
    id {uuid} PRIMARY KEY,
    producer_id {uuid} NOT NULL REFERENCES producer (id),
    change_id {uuid} NOT NULL REFERENCES producer_story_change (id),
    act TEXT NOT NULL,
    actor TEXT NOT NULL,
    at {timestamp} NOT NULL,
    details TEXT NOT NULL
);
CREATE INDEX producer_story_event_producer ON producer_story_event (producer_id, id);
",
    down: "
DROP TABLE producer_story_event;
DROP TABLE producer_story_picture;
DROP TABLE producer_story;
DROP TABLE producer_story_change;
"
}
