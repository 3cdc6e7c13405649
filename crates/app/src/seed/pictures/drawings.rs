//! Six drawings in flat colours, 800 by 600.

use std::fmt::Write;

/// A drawing on a background that runs from one colour to another.
fn picture(title: &str, above: &str, below: &str, body: &str) -> String {
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600" width="800" height="600" role="img">
<title>{title}</title>
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{above}"/><stop offset="1" stop-color="{below}"/></linearGradient></defs>
<rect width="800" height="600" fill="url(#sky)"/>
{body}</svg>
"##
    )
}

/// A table with a round shadow on it.
fn table(colour: &str, shadow: &str, width: u32) -> String {
    format!(
        r#"<path d="M0 430Q400 398 800 430V600H0Z" fill="{colour}"/>
<ellipse cx="400" cy="512" rx="{width}" ry="26" fill="{shadow}"/>
"#
    )
}

/// A leaf from its stalk, turned by some degrees.
fn leaf(x: i32, y: i32, size: &str, degrees: i32, colour: &str, vein: &str) -> String {
    format!(
        r#"<g transform="translate({x} {y}) rotate({degrees}) scale({size})"><path d="M0 0C34-26 40-80 0-124C-40-80-34-26 0 0Z" fill="{colour}"/><path d="M0 0V-108M0-36L18-56M0-36L-18-56M0-66L15-84M0-66L-15-84" stroke="{vein}" stroke-width="3" fill="none" stroke-linecap="round"/></g>
"#
    )
}

/// Three wisps of steam above a place.
fn steam(x: i32, y: i32) -> String {
    let mut wisps = String::new();
    for (across, opacity) in [(-44, "0.5"), (0, "0.8"), (44, "0.5")] {
        let _ = writeln!(
            wisps,
            r##"<path d="M{x0} {y}c-22-30 22-46 0-78s22-46 0-78" stroke="#fff" stroke-width="10" stroke-linecap="round" fill="none" opacity="{opacity}"/>"##,
            x0 = x + across
        );
    }
    wisps
}

pub(super) fn food() -> String {
    let mut body = table("#b5623a", "#8f4a2a", 250);
    body += &steam(400, 210);
    // Pieces of crisp rice: a golden round with grains on it.
    for (x, y, turn) in [(318, 300, -12), (482, 296, 10), (400, 272, 0)] {
        let _ = writeln!(
            body,
            r##"<g transform="translate({x} {y}) rotate({turn})"><ellipse rx="104" ry="62" fill="#d99a2b"/><ellipse cy="-8" rx="104" ry="58" fill="#f2c14e"/>"##
        );
        for (grain_x, grain_y, grain_turn) in [
            (-62, -14, 20),
            (-34, -36, -30),
            (-22, 2, 60),
            (6, -26, 10),
            (28, -2, -40),
            (52, -32, 35),
            (68, -8, -10),
            (-4, 24, -20),
            (38, 22, 40),
            (-48, 18, 0),
        ] {
            let _ = writeln!(
                body,
                r##"<ellipse cx="{grain_x}" cy="{grain_y}" rx="13" ry="6" transform="rotate({grain_turn} {grain_x} {grain_y})" fill="#fbe6a4"/>"##
            );
        }
        body += "</g>\n";
    }
    body += r##"<path d="M190 330H610C606 430 536 508 400 508S194 430 190 330Z" fill="#f7f3ea"/>
<path d="M190 330H610C609 346 607 361 602 376H198C193 361 191 346 190 330Z" fill="#2f5d8a"/>
<path d="M214 353q18-20 36 0t36 0t36 0t36 0t36 0t36 0t36 0t36 0t36 0t36 0" stroke="#f7f3ea" stroke-width="6" fill="none" stroke-linecap="round"/>
<path d="M330 508h140l-14 26H344Z" fill="#ded6c4"/>
<path d="M600 250L792 120M622 268L800 160" stroke="#5a2d1a" stroke-width="14" stroke-linecap="round"/>
"##;
    picture("Cơm cháy", "#fdeed3", "#f6c98b", &body)
}

pub(super) fn beverage() -> String {
    let mut body = table("#6d8f5a", "#55733f", 300);
    body += &leaf(138, 250, "1.1", -38, "#5f9a4c", "#8fc27a");
    body += &leaf(170, 236, "1", 4, "#78b060", "#a9d394");
    body += &leaf(676, 190, "0.9", 40, "#5f9a4c", "#8fc27a");
    body += &steam(602, 340);
    body += r##"<path d="M470 322c64-22 110-6 128 34l-26 14c-18-28-46-34-92-18Z" fill="#a5482f"/>
<path d="M196 330c-78-14-104 118 4 124" stroke="#a5482f" stroke-width="24" fill="none" stroke-linecap="round"/>
<path d="M180 364c0-84 66-132 152-132s152 48 152 132c0 92-60 142-152 142S180 456 180 364Z" fill="#c2593a"/>
<path d="M214 300c26-42 66-58 118-58" stroke="#e08a6b" stroke-width="14" fill="none" stroke-linecap="round"/>
<ellipse cx="332" cy="238" rx="86" ry="20" fill="#a5482f"/>
<path d="M258 232c8-40 140-40 148 0Z" fill="#d06c4b"/>
<circle cx="332" cy="194" r="17" fill="#a5482f"/>
<path d="M282 388c30-34 70-34 100 0c-30 34-70 34-100 0Z" fill="#f4d9b8"/>
<path d="M282 388h100" stroke="#c2593a" stroke-width="5"/>
<path d="M514 404H690c0 66-34 106-88 106S514 470 514 404Z" fill="#f4ead8"/>
<ellipse cx="602" cy="404" rx="88" ry="22" fill="#e4d5b7"/>
<ellipse cx="602" cy="406" rx="72" ry="15" fill="#b9a13c"/>
<path d="M690 420c44-4 44 58-10 56" stroke="#f4ead8" stroke-width="14" fill="none" stroke-linecap="round"/>
"##;
    picture("Trà", "#e9f4dc", "#bfdba2", &body)
}

pub(super) fn herbal() -> String {
    let mut body = table("#8a6b4f", "#6e5239", 240);
    for (x, y, size, turn, dark) in [
        (330, 300, "1.3", -34, true),
        (372, 286, "1.5", -12, false),
        (420, 284, "1.4", 12, true),
        (462, 300, "1.2", 34, false),
    ] {
        let (colour, vein) = if dark {
            ("#3f7f5b", "#76b08f")
        } else {
            ("#5aa177", "#98cdb0")
        };
        body += &leaf(x, y, size, turn, colour, vein);
    }
    body += r##"<g transform="rotate(28 520 250)"><rect x="496" y="86" width="48" height="250" rx="24" fill="#d8c9ad"/><rect x="496" y="86" width="18" height="250" rx="9" fill="#eadfc8"/></g>
<path d="M228 304H572L532 470C524 506 470 520 400 520S276 506 268 470Z" fill="#cdbb98"/>
<path d="M228 304H300L322 516C292 510 272 492 268 470Z" fill="#e0d2b4"/>
<ellipse cx="400" cy="304" rx="172" ry="34" fill="#b7a27b"/>
<ellipse cx="400" cy="308" rx="146" ry="24" fill="#4d8a67"/>
<path d="M300 308q24-22 48 0t48 0t48 0t48 0" stroke="#76b08f" stroke-width="8" fill="none" stroke-linecap="round"/>
<g fill="#e3a33b"><circle cx="622" cy="486" r="26"/><circle cx="664" cy="508" r="20"/><circle cx="588" cy="516" r="17"/></g>
<g fill="#f4cf83"><circle cx="614" cy="478" r="8"/><circle cx="658" cy="502" r="6"/></g>
"##;
    body += &leaf(166, 520, "1", -68, "#5aa177", "#98cdb0");
    body += &leaf(170, 524, "0.8", -20, "#3f7f5b", "#76b08f");
    picture("Thảo dược", "#e4f2ea", "#a9d2bb", &body)
}

pub(super) fn handicraft() -> String {
    let mut body = table("#7a8c8f", "#5f7073", 290);
    body += r##"<path d="M236 262C236 96 564 96 564 262" stroke="#8a5a2b" stroke-width="26" fill="none"/>
<path d="M236 262C236 96 564 96 564 262" stroke="#c08a4a" stroke-width="12" fill="none" stroke-dasharray="18 14"/>
<path d="M170 262H630L584 500C580 520 568 526 550 526H250C232 526 220 520 216 500Z" fill="#c89552"/>
"##;
    // The weave: bricks, every other row shifted by half.
    for row in 0..8 {
        let y = 286 + row * 29;
        let inset = row * 6;
        let (left, right) = (182 + inset, 618 - inset);
        let mut x = left + if row % 2 == 0 { 0 } else { 22 };
        while x + 34 <= right {
            let colour = match (x / 44 + row) % 3 {
                0 => "#e3bd7f",
                1 => "#d6a562",
                _ => "#b97f3c",
            };
            let _ = writeln!(
                body,
                r#"<rect x="{x}" y="{y}" width="36" height="22" rx="9" fill="{colour}"/>"#
            );
            x += 44;
        }
    }
    body += r##"<rect x="156" y="246" width="488" height="36" rx="18" fill="#9a6a35"/>
<path d="M172 264H630" stroke="#dcb377" stroke-width="8" stroke-dasharray="22 16" stroke-linecap="round"/>
<path d="M342 382l58-40l58 40l-58 40Z" fill="#a5402f"/><path d="M366 382l34-24l34 24l-34 24Z" fill="#f3dfb6"/>
"##;
    picture("Đồ cói", "#f3efe4", "#cfd9d6", &body)
}

pub(super) fn ornamental() -> String {
    let mut body = table("#93a8b8", "#74899a", 230);
    body += r##"<circle cx="628" cy="138" r="62" fill="#fbe3b2"/>
<path d="M392 452C396 392 470 372 452 306C438 256 364 262 352 202" stroke="#6b4526" stroke-width="40" fill="none" stroke-linecap="round"/>
<path d="M448 318C504 310 532 292 560 262M372 256C326 262 296 252 262 236" stroke="#6b4526" stroke-width="22" fill="none" stroke-linecap="round"/>
"##;
    for (x, y, across, up) in [
        (346, 172, 112, 58),
        (242, 232, 92, 46),
        (576, 250, 98, 50),
        (462, 206, 78, 40),
    ] {
        let (lower, small) = (y + 14, across * 2 / 3);
        let _ = writeln!(
            body,
            r##"<ellipse cx="{x}" cy="{lower}" rx="{across}" ry="{up}" fill="#2f6b46"/><ellipse cx="{x}" cy="{y}" rx="{across}" ry="{up}" fill="#47915f"/><ellipse cx="{lit}" cy="{top}" rx="{small}" ry="{half}" fill="#6fb582"/>"##,
            lit = x - across / 6,
            top = y - up / 4,
            half = up / 2
        );
        for (right, down) in [(-40, 6), (-6, -16), (30, 4), (8, 20)] {
            let _ = writeln!(
                body,
                r##"<circle cx="{}" cy="{}" r="8" fill="#e2566b"/>"##,
                x + right,
                y + down
            );
        }
    }
    body += r##"<path d="M250 446H550L520 516C516 524 508 528 498 528H302C292 528 284 524 280 516Z" fill="#2d5f8b"/>
<rect x="232" y="430" width="336" height="34" rx="12" fill="#3d76a8"/>
<path d="M292 494q22-26 44 0t44 0t44 0t44 0t44 0" stroke="#cfe2f1" stroke-width="6" fill="none" stroke-linecap="round"/>
<path d="M270 432c40-22 220-22 260 0Z" fill="#5d4a34"/>
"##;
    picture("Cây cảnh", "#fdf1e3", "#d3e3ee", &body)
}

pub(super) fn tourism() -> String {
    let mut body = String::from(
        r##"<circle cx="600" cy="150" r="58" fill="#fff1c9"/>
<path d="M0 380V250C40 170 96 168 128 240C150 150 220 128 262 236C300 188 330 196 352 380Z" fill="#8fb8b0"/>
<path d="M420 380C436 210 520 168 566 264C596 190 664 190 694 270C730 214 780 226 800 270V380Z" fill="#8fb8b0"/>
<path d="M150 400C160 230 230 150 292 262C318 300 330 350 340 400Z" fill="#4f8a7c"/>
<path d="M470 400C482 260 540 214 590 300C622 238 684 252 706 400Z" fill="#4f8a7c"/>
<path d="M0 400V330C34 286 76 292 98 400Z" fill="#38705f"/>
<path d="M690 400C706 312 760 290 800 330V400Z" fill="#38705f"/>
<rect y="396" width="800" height="204" fill="#7fb6c4"/>
<path d="M150 396H340C330 430 300 452 262 446C214 452 168 432 150 396Z" fill="#6ba3ac"/>
<path d="M470 396H706C690 430 640 446 588 438C530 446 486 428 470 396Z" fill="#6ba3ac"/>
"##,
    );
    for (x, y, long) in [
        (60, 440, 90),
        (640, 466, 110),
        (120, 548, 130),
        (560, 560, 120),
        (380, 430, 70),
    ] {
        let _ = writeln!(
            body,
            r##"<path d="M{x} {y}q{quarter}-12 {half} 0t{half} 0" stroke="#c5e2e8" stroke-width="5" fill="none" stroke-linecap="round"/>"##,
            quarter = long / 4,
            half = long / 2
        );
    }
    // Rice on the near bank.
    for stalk in 0..20 {
        let x = 12 + stalk * 41;
        let lean = if stalk % 2 == 0 { 14 } else { -12 };
        let _ = writeln!(
            body,
            r##"<path d="M{x} 604q{lean} -34 {end} -58" stroke="#a8b840" stroke-width="6" fill="none" stroke-linecap="round"/><ellipse cx="{tip}" cy="546" rx="6" ry="13" fill="#e4c54f"/>"##,
            end = lean * 2,
            tip = x + lean * 2
        );
    }
    body += r##"<path d="M232 478C300 502 472 502 548 470C530 526 486 540 392 540S256 528 232 478Z" fill="#7a4b28"/>
<path d="M232 478C300 502 472 502 548 470L542 486C470 514 304 514 240 490Z" fill="#a56d3d"/>
<path d="M430 492C428 446 440 424 462 424S498 448 496 486Z" fill="#b23a48"/>
<circle cx="463" cy="406" r="18" fill="#e7b98d"/>
<path d="M418 404L463 366L508 404Q463 418 418 404Z" fill="#ecd9a0"/>
<path d="M440 452L372 470M372 430V562" stroke="#5a371d" stroke-width="9" stroke-linecap="round"/>
<path d="M300 496C298 462 306 446 322 446S346 464 344 500Z" fill="#2f6690"/><circle cx="322" cy="430" r="15" fill="#e7b98d"/>
<path d="M284 430L322 398L360 430Q322 442 284 430Z" fill="#ecd9a0"/>
"##;
    picture("Du lịch cộng đồng", "#fde7c9", "#e3f0ea", &body)
}
