use super::*;
use TokenPurpose::{
    ChangeAddress, FirstOwner, Invitation, Recovery, RefuseRecovery, ResetPassword, SignIn, SignUp,
    UndoAddressChange, UndoDeletion,
};
use TokenRefusal::{Expired, Outdated, Replaced, TooManyTries, Unknown, Used, Withdrawn};

const PURPOSES: [TokenPurpose; 10] = [
    SignUp,
    ChangeAddress,
    UndoAddressChange,
    ResetPassword,
    Invitation,
    FirstOwner,
    SignIn,
    UndoDeletion,
    RefuseRecovery,
    Recovery,
];
const REFUSALS: [TokenRefusal; 7] = [
    Unknown,
    Used,
    Replaced,
    Outdated,
    Expired,
    TooManyTries,
    Withdrawn,
];

#[test]
fn a_new_link_is_promised_only_where_its_page_sends_one() {
    let t = Messages::english();
    for purpose in PURPOSES {
        let sends = matches!(purpose, SignUp | ResetPassword | SignIn);
        for refusal in REFUSALS {
            let told = texts(purpose, refusal, t);
            let exception = purpose == SignUp && refusal == Withdrawn;
            assert_eq!(
                told.remedy.contains("send you a new one"),
                sends && !exception,
                "{purpose:?} {refusal:?}: {}",
                told.remedy
            );
            // What was taken back or refused is not said to have a newer link.
            if refusal == Replaced && !sends && purpose != ChangeAddress {
                let says = told.title.contains("newer link");
                let may = matches!(purpose, UndoAddressChange | FirstOwner);
                assert_eq!(says, may, "{purpose:?}: {}", told.title);
            }
        }
    }
}

/// The title, what happened and the next step, in part.
const TOLD: &[(TokenPurpose, TokenRefusal, [&str; 3])] = &[
    (
        Invitation,
        Used,
        [
            "This link was used",
            "used already",
            "ask whoever invited you",
        ],
    ),
    (
        Invitation,
        Expired,
        [
            "has expired",
            "time",
            "If you accepted the invitation already, sign in",
        ],
    ),
    (
        Invitation,
        Replaced,
        [
            "doesn’t work anymore",
            "taken back",
            "ask whoever invited you",
        ],
    ),
    (
        Invitation,
        Withdrawn,
        [
            "invitation doesn’t hold",
            "organization",
            "ask whoever invited you",
        ],
    ),
    (
        SignUp,
        Withdrawn,
        [
            "invitation doesn’t hold",
            "organization",
            "ask whoever invited you",
        ],
    ),
    (
        SignUp,
        Used,
        [
            "This link was used",
            "used already",
            "If you have created your account",
        ],
    ),
    (SignUp, Expired, ["has expired", "time", "Start again"]),
    (
        ResetPassword,
        Replaced,
        ["newer link", "another email", "Start again"],
    ),
    (
        SignIn,
        TooManyTries,
        ["Too many codes", "too often", "Start again"],
    ),
    (
        ChangeAddress,
        Used,
        ["This link was used", "used already", "Look at your profile"],
    ),
    (
        ChangeAddress,
        Withdrawn,
        ["doesn’t work anymore", "at another place", "profile"],
    ),
    (
        UndoAddressChange,
        Used,
        [
            "This link was used",
            "taken back already",
            "choose a new one there",
        ],
    ),
    (
        UndoAddressChange,
        Expired,
        ["has expired", "time", "ask the administrator"],
    ),
    (
        FirstOwner,
        Used,
        [
            "This link was used",
            "used already",
            "an owner already, sign in",
        ],
    ),
    (
        UndoDeletion,
        Used,
        ["This link was used", "deletion was taken back", "Sign in"],
    ),
    (
        UndoDeletion,
        Outdated,
        ["doesn’t work anymore", "deletion was taken back", "Sign in"],
    ),
    (
        UndoDeletion,
        Replaced,
        ["doesn’t work anymore", "deletion was taken back", "Sign in"],
    ),
    (
        RefuseRecovery,
        Used,
        [
            "This link was used",
            "refused already",
            "change your password",
        ],
    ),
    (
        RefuseRecovery,
        Replaced,
        [
            "doesn’t work anymore",
            "refused already",
            "change your password",
        ],
    ),
    (
        Recovery,
        Replaced,
        ["doesn’t work anymore", "was refused", "start again there"],
    ),
    (
        Recovery,
        Used,
        ["This link was used", "used already", "Sign in"],
    ),
];

#[test]
fn each_purpose_says_what_happened_and_the_next_step() {
    let t = Messages::english();
    for (purpose, refusal, parts) in TOLD {
        let told = texts(*purpose, *refusal, t);
        let found = [&told.title, &told.what, &told.remedy];
        for (text, part) in found.into_iter().zip(parts) {
            assert!(text.contains(part), "{purpose:?} {refusal:?}: {text}");
        }
    }
}
