//! Vietnamese tax codes (mã số thuế).

use crate::LegalForm;

/// Whether the text is a tax code: ten digits of which the last checks the
/// others, such a code with a branch (`0100109106-001`), or the twelve digits
/// of a citizen's number, which households and individuals use since
/// 01/07/2025 (Circular 86/2024/TT-BTC) and which carries no check digit.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    let (code, branch) = match text.split_once('-') {
        Some((code, branch)) => (code, Some(branch)),
        None => (text, None),
    };
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(code) || !branch.is_none_or(|branch| branch.len() == 3 && all_digits(branch)) {
        return false;
    }
    match code.len() {
        10 => has_check_digit(code),
        12 => branch.is_none(),
        _ => false,
    }
}

/// Whether the text is a tax code that a producer of that form may have: a
/// citizen's number is one of households and individuals only.
#[must_use]
pub fn is_valid_for(text: &str, form: LegalForm) -> bool {
    is_valid(text) && (text.len() != 12 || form.run_by_persons())
}

/// `d10 = (10 − Σ dᵢ·wᵢ mod 11) mod 10`. Some published code has
/// `(11 − r) mod 11`, which refuses codes that the tax authority issued.
fn has_check_digit(code: &str) -> bool {
    const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
    let digits: Vec<u32> = code.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    digits.last() == Some(&((10 - sum % 11) % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors() {
        for code in ["0100109106", "0100109106-001", "037089001234"] {
            assert!(is_valid(code), "{code}");
        }
        for code in [
            "",
            "0100109107",
            "0200109106",
            "010010910",
            "01001091066",
            "0100109106-",
            "0100109106-01",
            "0100109106-0001",
            "0100109106-00a",
            "0100109106001",
            "037089001234-001",
            "03708900123a",
            "０１００１０９１０６",
            " 0100109106",
            "-",
        ] {
            assert!(!is_valid(code), "{code}");
        }
    }

    #[test]
    fn a_citizens_number_is_no_companys() {
        for form in LegalForm::ALL {
            let persons = matches!(form, LegalForm::HouseholdBusiness | LegalForm::Farm);
            assert_eq!(is_valid_for("037089001234", form), persons, "{form:?}");
            assert!(is_valid_for("0100109106", form));
            assert!(is_valid_for("0100109106-001", form));
            assert!(!is_valid_for("0100109107", form));
        }
    }

    #[test]
    fn a_mistyped_digit_is_noticed() {
        let good = "0100109106";
        for place in 0..9 {
            let wrong: String = good
                .char_indices()
                .map(|(at, c)| {
                    if at == place {
                        char::from(b'0' + (c as u8 - b'0' + 1) % 10)
                    } else {
                        c
                    }
                })
                .collect();
            assert!(!is_valid(&wrong), "{wrong}");
        }
    }
}
