//! Where a visit takes place, kept with its order (owner: `orders`).

crate::ddl::migration! {
    // Visits of before are without.
    up: "
ALTER TABLE producer_order ADD COLUMN visit_address TEXT CHECK (visit_address IS NULL OR delivery_method = 'VISIT');
",
    down: "
ALTER TABLE producer_order DROP COLUMN visit_address;
"
}
