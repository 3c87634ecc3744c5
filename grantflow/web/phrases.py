"""The words of every refusal, by the key that a rule gives. A reason without words fails a test."""

from collections.abc import Mapping
from typing import Any

from grantflow.core.display import day, money
from grantflow.errors import Reason

# Facts named *_pence are shown in pounds, those named *_on as dates; every other fact as it is.
REASONS: Mapping[str, str] = {
    # any case
    "no-such-action": "There is no action called “{action}”.",
    "not-at-this-stage": "This has moved on, so that is no longer possible.",
    "note-needed": "Say why. A short reason is kept with the record.",
    "case-moved-on": "Somebody else has worked on this since you opened it. It is now at “{stage}”.",
    "answer-moved-on": "Somebody else has changed this answer since you opened the page: “{question}”.",
    "not-from-this-stage": "This is for applications at {stages}.",
    "not-yours-to-do": "Somebody else does this here.",
    "amount-out-of-range": "The amount must be more than £0 and no more than {most_pence}.",
    # people of an organisation
    "colleague-already": "{email} belongs to your organisation already.",
    "colleague-asked-already": "{email} has been asked already. You can send the link again.",
    "last-who-may-send": "{name} is the only one who may send applications and sign. First give somebody else that right.",
    # staff
    "staff-already": "{name} works here already. Find them in the list and give them the role there.",
    "role-held-already": "{name} holds this role there already.",
    "role-not-held": "{name} does not hold this role any more.",
    "own-admin-role": "You cannot take your own administrator’s role. Ask another administrator.",
    "own-role": "You cannot give yourself a role. Ask another administrator.",
    "account-of-an-applicant": "{name} also applies here for an organisation, so the account stays open. Take their roles instead.",
    "name-is-ours": "Enter your own name",
    "own-account": "You cannot close your own account. Ask another administrator.",
    "disabled-already": "{name}’s account is closed already.",
    "not-disabled": "{name}’s account is open already.",
    "password-repeats": "Use more different characters, so that it is harder to guess",
    "password-is-your-name": "Choose a password that is not your name or email address",
    "job-not-failed": "This job has not failed, so there is nothing to try again.",
    # round
    "round-not-complete": "Before it can open, look again at {missing}.",
    "round-has-opened": "This round has opened. What people have read stays as it is.",
    "nothing-changed": "Nothing is different from before.",
    "applications-undecided": "Applications still to be decided: {count}.",
    "refusals-without-feedback": "Refusals without full feedback: {count}.",
    # application
    "round-not-open-yet": "This round is not open yet.",
    "round-has-closed": "The round has closed, so this could not be saved or sent.",
    "form-not-complete": "Questions still to answer, or to put right: {count}.",
    "amount-not-said": "Say how much money you need.",
    "amount-below-round": "The least this round gives is {min_pence}.",
    "amount-above-round": "The most this round gives is {max_pence}.",
    "income-above-size": "Your yearly income is {income_pence}. This size of grant is for organisations with up to {most_pence}.",
    "kind-not-funded": "These grants are for charities and community groups. A business, or a public body such as a council, cannot have one.",
    "kind-not-clear": "We cannot tell from this whether your kind of organisation can apply.",
    "work-next-door": "This round pays for work in {areas}. Yours is close by, but outside.",
    "work-elsewhere": "This round pays for work in {areas}, and yours is somewhere else.",
    "outcome-not-in-round": "This round is for work that helps people with one or more of these: {outcomes}.",
    "nobody-on-probation": "These grants are for work with people on probation.",
    "probation-not-clear": "These grants are for work with people on probation, and you are not sure whether they take part.",
    "grant-to-one-person": "These grants go to organisations, for work with a group of people. They cannot go to one person.",
    "draft-already-begun": "{organisation} has a draft in this round already. Finish that one, or withdraw it.",
    "application-is-sent": "This application has been sent, so it can no longer be changed.",
    "section-not-asked-for": "We asked for changes in other sections. This one stays as it was sent.",
    "size-is-settled": "This was sent as a {size} grant, so the amount has to fit that size. Ring us if it no longer does.",
    "amount-changes-size": "{amount_pence} makes this a {size} grant. Save, and we show you what that changes before it does.",
    "changes-not-written": "Say what to change in at least one section.",
    "changes-need-a-day": "Give them a date in the future.",
    "colleague-not-chosen": "Choose the colleague you want to ask.",
    "sign-off-awaited": "You asked a colleague to agree first, and they have not yet.",
    "sign-off-outdated": "Something has changed since your colleague agreed. Ask them to look again.",
    "late-code-unknown": "We do not know this code for this round. Check each letter, or ring us.",
    "late-code-over": "The time that this code gave is over. Ring us if you still want to apply.",
    "late-code-too-short": "Choose a time after the round has closed, and still to come.",
    "organisation-has-people": "Somebody already applies here for {name}. Ask a colleague, or ring us, to be added.",
    "profile-doubtful": "Things you told us more than a year ago, to look at once more: {count}.",
    "file-empty": "“{name}” is empty. Choose another file.",
    "file-too-large": "“{name}” is larger than {most} MB. Make it smaller, or ring us.",
    "files-too-many": "There can be {most} files with one answer. Take one out first, or put several into one file.",
    "files-too-large-together": "All files together can be {most} MB. Make them smaller, or ring us.",
    "file-type-unknown": "“{name}” is not a PDF, Word, Excel, OpenDocument text, PNG or JPEG file.",
    # register
    "register-file-missing": "There is no {file} there, nor the same as .txt, in a folder or a zip.",
    "register-file-breaks-off": "{file} breaks off, or is not as the register writes it, at row {row}. Download it again.",
    "register-empty": "There is no charity in that extract, so nothing was changed.",
    "register-row-unclear": "this is not a row of the register: it has too few or too many cells.",
    "register-no-number": "{field} should be a charity number and is “{said}”.",
    "register-number-twice": "charity {number} has a row already.",
    "register-no-name": "{field} is missing.",
    "register-status-unknown": "{field} should be Registered or Removed and is “{said}”.",
    "register-date-unclear": "{field} should be a date and is “{said}”.",
    "register-amount-unclear": "{field} should be an amount and is “{said}”.",
    "officer-not-here": "{name} is not an officer in this region.",
    "officer-already": "{name} looks after this already.",
    "officer-belongs-to-organisation": "{name} belongs to this organisation.",
    "officer-stepped-aside": "{name} has declared an interest in this application.",
    # work list
    "view-without-name": "Enter a name.",
    "view-name-taken": "You have a view called “{name}” already.",
    "views-full": "You have {most} views, which is as many as fit. Delete one first.",
    # partner
    "partners-not-named": "You said that others have a part in this. Name them, or change that answer.",
    "partner-named-twice": "“{name}” is named twice. Each organisation is asked once.",
    "partner-email-is-yours": "The email address given for “{name}” is your own. We have to ask them, not you.",
    "partner-shares-too-large": "The partners’ shares come to {shares_pence}, which is more than the {amount_pence} you ask for.",
    "partner-has-answered": "This partner has said yes, or everything is decided. Ring us if something has changed.",
    "partners-not-confirmed": "Not every partner has said yes: {partners}.",
    # assessment
    "checks-not-settled": "Checks to settle first: {checks}.",
    "check-made-again": "Somebody else has recorded this check since you opened the page. Read what they found.",
    "assessments-missing": "Assessments sent in: {count} of {needed}.",
    "moderation-missing": "The assessors are {spread} apart, which is more than {limit}. Write down why, and what the view is now.",
    "moderation-out-of-date": "Scores came in after the note on why the assessors differ. Write it again.",
    "scores-are-not-apart": "The assessors agree well enough. No note is wanted.",
    "your-score-is-moderated": "Your own score is one of the two furthest apart. Somebody else writes this note.",
    "assessment-still-open": "Somebody who was asked to assess this has not finished.",
    "scores-missing": "Some criteria have no score with a reason yet.",
    "overall-view-missing": "Say what is strong about it and what you recommend.",
    "you-have-an-interest": "You have an interest in this organisation, so you cannot assess its application.",
    "assessor-belongs-to-organisation": "{name} belongs to this organisation, or has an interest in it.",
    "not-a-person": "Only a person can have an interest.",
    "assessor-stepped-aside": "{name} has declared an interest in this application.",
    "assessor-asked-already": "{name} has been asked already.",
    "enough-assessors": "As many people have been asked as this size of grant needs.",
    "not-an-assessor-here": "{name} does not assess in this region.",
    # panel
    "not-a-panel-member-here": "Only people on the panel of this round can be chosen.",
    "meeting-still-to-come": "Enter a day that has come. A meeting is recorded when it is held.",
    "nobody-was-present": "Choose who was there.",
    "part-not-less": "A part is less than the {asked_pence} they asked for. Choose “in full”, or enter less.",
    "condition-not-written": "Write the condition in the note.",
    "out-of-order-needs-reason": "This puts a lower score before a higher one. Say why in the note.",
    "interest-declared-already": "{name} has declared an interest in this already.",
    "assessor-training-out-of-date": "{name} has no training from the last two years.",
    "plan-has-changed": "Something has changed since this plan was made. Look at the new one.",
    "nothing-to-share-out": "There is nothing to share out. Everybody who can be asked has been asked.",
    # decision and release
    "you-assessed-this": "You assessed this, or whoever proposed the decision did. Somebody else decides.",
    "over-round-budget": "The round has {left_pence} left to award.",
    "too-much-for-round": "The round has less than that left to award.",
    "interest-in-round": "You have an interest in an application of this round, so somebody else releases its decisions.",
    "over-region-budget": "{region} has {left_pence} left of what this round set aside for it.",
    "panel-has-not-met": "No meeting of the panel is recorded since this was sent.",
    "quorum-not-present": "Members of the panel who were there and have no interest in this: {present}. It needs {needed}.",
    "quorum-nothing-to-waive": "Enough members of the panel were there, so there is nothing to set aside.",
    "departure-needs-reason": "Say why you set this rule aside: {rule}",
    "why-less-missing": "Say why it is less than the {asked_pence} they asked for. They read this.",
    "reserve-place-taken": "Somebody else has place {place} on the reserve list.",
    "reserve-place-below-one": "Enter a place, such as 1.",
    "second-approval-needed": "Above {limit_pence}, a second person has to agree.",
    "second-must-differ": "The second person must not be the one who proposed it.",
    "approver-needed": "A {approver} has to decide, or to agree, for this size of grant.",
    "more-than-asked": "An award is at most what was asked for: {asked_pence}.",
    "award-of-nothing": "Enter an amount above £0.",
    "feedback-missing": "A refusal needs one to three reasons, one strength and one thing to change.",
    "decision-not-written": "No decision is written down for this application.",
    "new-date-missing": "Give the date by which the applicant will now hear.",
    "new-date-not-later": "Enter a date that is still to come, and later than {promised_on}, which they were promised.",
    "held-for-release": "Held until the decisions of “{round}” are released together.",
    # award
    "not-a-signatory": "Only someone who may sign for the organisation can answer an offer.",
    "signature-incomplete": "Give the name and position of the person who accepts.",
    "offer-not-accepted": "Bank details are asked for once the offer has been accepted.",
    "payment-checks-open": "Checks before payment are still open: {checks}.",
    "payee-missing": "The organisation has not given its bank details yet.",
    "payee-unchecked": "Nobody has checked the bank details yet.",
    "payee-locked": "These bank details have been checked and are locked. To change them, ring the organisation first.",
    "payee-given-anew": "The organisation has given other bank details since you opened this page. Read those first.",
    "you-gave-these-details": "You gave these bank details, so somebody else has to check them.",
    "payments-open": "Every payment has to be paid or cancelled first.",
    "budget-spent": "The round has {left_pence} left, which is less than this award.",
    # payment
    "you-prepared-this": "You gave or checked the bank details, so somebody else has to authorise.",
    "you-authorised-this": "You authorised this payment, so somebody else has to pay it.",
    "authorised-before-account": "The bank details are not those this was authorised for. Hold it, and have somebody else authorise it again.",
    "over-the-award": "{committed_pence} is already authorised or paid. With this payment it would be more than the {award_pence} awarded.",
    "award-not-under-way": "The grant is not under way, so nothing can be paid.",
    "paid-on-not-possible": "Enter a day from {authorised_on}, when it was authorised, to today.",
    "bank-reference-missing": "Enter the bank's reference, so that the payment can be traced.",
    # monitoring
    "moves-do-not-add-up": "Forward, the same, back and not known come to {moved}, but {two_points} people were seen at least twice. The two must match.",
    "seen-twice-more-than-started": "{two_points} people were seen at least twice, but only {started} started.",
    "left-more-than-started": "{left_early} people left early, but only {started} started.",
    "outcome-not-agreed": "That outcome was not agreed for this grant.",
    "report-incomplete": "Answers still to give: {left}.",
    "report-not-open": "This report has been sent, or is not asked for now.",
    "review-incomplete": "Questions of the review still to answer: {left}.",
    "review-not-open": "This review has been recorded, or the report has not come yet.",
    "reply-not-written": "Write what you read in the report and what will happen.",
    "nothing-to-reply-to": "There is no review to reply to yet.",
    "reports-open": "Reports that have had no reply yet: {left}.",
    # learning
    "learning-headings-missing": "Still to write: {headings}. Learning travels only with all three.",
    "entry-incomplete": "Questions still to answer: {left}.",
    "consent-missing": "The organisation has not agreed to this being published yet.",
    "entry-not-a-draft": "This entry is with its reviewers or published, so it cannot be changed now.",
    "entry-not-in-review": "This entry is not waiting for your answer now.",
    "two-answers-left": "Two people answered the same question. Choose one answer, under: {sections}.",
    "nothing-to-learn-yet": "This grant has not started, so there is nothing to learn from it yet.",
    "look-again-years": "Choose one, two or three years.",
    "changes-not-said": "Say what you would like to have changed.",
    # letter
    "nobody-to-write-to": "Nobody with an email address is there to write to.",
}


def phrase(reason: Reason | str, **facts: Any) -> str:
    """One refusal in words a person can act on.

    :raises KeyError: if nobody has written words for it
    """
    key, given = (reason.key, dict(reason.facts)) if isinstance(reason, Reason) else (reason, facts)
    return REASONS[key].format_map({name: _shown(name, value) for name, value in given.items()})


def _shown(name: str, value: Any) -> str:
    if name.endswith("_pence"):
        return money(int(value))
    if name.endswith("_on"):
        return day(value) if not isinstance(value, str) else value
    return str(value)
