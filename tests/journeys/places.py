"""Where each page is, and who looks at it there.

`mistake` is a button: pressed with every box emptied, it brings the page back with what is wrong.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """An address; what stands in braces is a word of `everything`."""

    path: str
    mistake: str = ""
    status: int = 200


SAVE = "Save and continue"
PUBLIC = (
    Place("/"), Place("/rounds/small-steps"),
    Place("/rounds/small-steps/can-we-apply", "See the answer"), Place("/learning"), Place("/learning?worked=no"),
    Place("/learning/{published}"), Place("/learning/tried/{told}"), Place("/learning/who-learned-from-whom"),
    Place("/accessibility"), Place("/privacy"),
    Place("/sign-in", "Email me a link"), Place("/sign-in/{sign_in}"), Place("/sign-in/{staff_sign_in}", status=403),
    Place("/applicant/join/{join}", "Join"), Place("/applicant/join/{staff_join}", status=403),
    Place("/staff/sign-in", "Sign in"), Place("/staff/set-up/{set_up}", "Continue"),
    Place("/demonstration/"), Place("/demonstration/mail"),
    Place("/demonstration/mail/{email}"),
)  # fmt: skip
PARTNER = (
    Place("/partner/{partner_link}", "Send my answer"), Place("/partner/{over_link}"), Place("/partner/thanks"),
    Place("/source/{source_link}", "Send my answer"), Place("/source/{aside_link}"),
    Place("/take-up/{owner_link}", "Send my decision"),
)  # fmt: skip
HOUSE = "/applicant/organisations/{house}"
FINDING = "/applicant/rounds/small-steps/start"
DRAFT, LARGE = "/applicant/applications/{draft}", "/applicant/applications/{large}"
APPLYING = (
    # Before a mistake on the profile empties what was told.
    Place("/applicant/applications/{ready}/still-true"),
    Place("/applicant/"), Place(FINDING), Place(f"{FINDING}/organisation", "Continue"),
    Place(f"{FINDING}/charities/1155001"), Place(f"{FINDING}/charities/1155003"),
    Place(f"{FINDING}/charities/1199999"), Place(f"{FINDING}/charities/SC012345"),
    Place(f"{FINDING}/charities/{{taken}}"), Place(f"{FINDING}/organisation/new", "Continue"),
    Place(f"{FINDING}/organisation/new?number=SC012345", "Continue"),
    Place(f"{FINDING}/{{house}}", "Start the application"),
    Place(HOUSE), Place(f"{HOUSE}/sections/board", "Save"), Place(f"{HOUSE}/sections/rules", "Save"),
    Place(f"{HOUSE}/people"), Place(f"{HOUSE}/people/invite", "Send the invitation"),
    Place(f"{HOUSE}/people/{{membership}}", "Save"),
    Place(DRAFT), Place(f"{DRAFT}/sections/your-work", SAVE), Place(f"{DRAFT}/sections/who-and-where", SAVE),
    Place(f"{DRAFT}/sections/money", SAVE), Place(f"{DRAFT}/sections/contact", SAVE), Place(f"{DRAFT}/check"),
    Place(f"{LARGE}/sections/people", SAVE), Place(f"{LARGE}/sections/partners", SAVE),
    Place(f"{LARGE}/sections/money", SAVE), Place(f"{LARGE}/size?amount=1200000&section=money"),
    Place(f"{LARGE}/withdraw"),
    Place("/applicant/applications/{ready}/check"), Place("/applicant/applications/{two}/sections/your-work"),
    Place("/applicant/applications/{asked_for}"), Place("/applicant/applications/{asked_for}/check"),
    Place("/applicant/applications/{asked_for}/sections/your-work", SAVE),
    Place("/applicant/rounds/{closed_slug}/late", "Use this code"), Place("/applicant/applications/{submitted}"),
    Place("/applicant/applications/{submitted}/answers"),
    Place("/applicant/applications/{submitted}/partners/{partner}", "Ask them again"),
)  # fmt: skip
HOLDING = (
    Place("/applicant/grants/{offer}"), Place("/applicant/grants/{offer}/accept", "Accept the offer"),
    Place("/applicant/grants/{offer}/turn-down"), Place("/applicant/grants/{award}"),
    Place("/applicant/grants/{unpaid}/bank-details", "Save these details"), Place("/applicant/reports/{due}"),
    Place("/applicant/reports/{due}/sections/what-happened", SAVE),
    Place("/applicant/reports/{due}/sections/how-to-tell-us", SAVE), Place("/applicant/reports/{due}/counts", SAVE),
    Place("/applicant/reports/{reviewed}", "Add your reply"), Place("/applicant/reports/{answered}"),
    Place("/applicant/learning/{waiting}", "Send your answer"), Place("/applicant/learning/{published}"),
    Place("/adaptations/"), Place("/adaptations/from/{away}", "Begin the comparison"),
    Place("/adaptations/{planned}"), Place("/adaptations/{planned}/where", "Save"),
    Place("/adaptations/{planned}/start"), Place("/adaptations/{planned}/sections/population", SAVE),
    Place("/adaptations/{planned}/sections/thanks", SAVE), Place("/adaptations/{trying}"),
    Place("/adaptations/{trying}/result", "Send and publish it"),
)  # fmt: skip
CASES = "/officer/applications"
OFFICER = (
    Place("/officer/"), Place("/officer/bulk?do=pass-checks&case={submitted}&case={checking}"),
    Place("/officer/bulk?do=assign&case={submitted}", "Assign to an officer: 1 application"),
    Place("/officer/views"), Place("/officer/views/{view}", "Save"),
    Place("/officer/views/new?stage=checking&small=yes", "Save"),
    Place("/officer/rounds"), Place("/officer/rounds/{closed}"), Place("/officer/help"),
    Place("/officer/rounds/{closed}/ranking"),
    Place("/officer/rounds/{closed}/panel", "Mark Cooking together"), Place("/officer/rounds/{closed}/panel/members"),
    Place("/officer/rounds/{closed}/panel/meeting", "Save who was there"),
    Place("/officer/rounds/{closed}/panel/{panel}/interest", "Close this application"),
    Place("/officer/grants"), Place("/officer/reports"),
    Place("/officer/rounds/{closed}/share-out"),
    Place("/officer/rounds/new"), Place("/officer/rounds/{new_round}/edit", "Save the draft"),
    Place(f"{CASES}/{{submitted}}"),
    Place(f"{CASES}/{{submitted}}/act/mark-ineligible", "Mark as not eligible"), Place(f"{CASES}/{{checking}}"),
    Place(f"{CASES}/{{checking}}/checks"), Place(f"{CASES}/{{checking}}/checks/COI", "Save this check"),
    Place(f"{CASES}/{{assessing}}/assessments"), Place(f"{CASES}/{{another}}/assessments/ask", "Ask this person"),
    Place(f"{CASES}/{{submitted}}/changes/ask", "Ask for the changes"), Place(f"{CASES}/{{asked_for}}/changes"),
    Place(f"{CASES}/{{changed}}/changes"), Place("/officer/rounds/{closed}/late", "Send the code"),
    Place(f"{CASES}/{{submitted}}/letters"), Place(f"{CASES}/{{panel}}/assessments"),
    Place(f"{CASES}/{{panel}}/history"), Place(f"{CASES}/{{accepted}}/money"),
    Place(f"{CASES}/{{accepted}}/money/account", "These details are right"),
    Place(f"{CASES}/{{accepted}}/money/account/again", "Ask for new details"),
    Place(f"{CASES}/{{accepted}}/money/checks/SAFE", "Save this check"), Place(f"{CASES}/{{granted}}/money"),
    Place(f"{CASES}/{{granted}}/money/1"), Place(f"{CASES}/{{granted}}/money/1/hold", "Hold the payment"),
    Place(f"{CASES}/{{granted}}/grant/end-early", "End the grant early"), Place(f"{CASES}/{{granted}}/reviews"),
    Place(f"{CASES}/{{granted}}/reviews/1"), Place(f"{CASES}/{{granted}}/reviews/1/waive"),
    Place(f"{CASES}/{{apart}}/moderation", "Keep this note"),
    Place("/interests/", "Add to my interests"),
    Place(f"{CASES}/{{checking}}/interest", "Declare it and step aside"),
    Place(f"{CASES}/{{granted}}/reviews/2", "Send the reply"), Place(f"{CASES}/{{granted}}/reviews/4"),
)  # fmt: skip
LEAD = (
    Place("/officer/rounds/{new_round}"), Place("/officer/rounds/{new_round}/act/abandon"),
    Place("/officer/rounds/{closed}/release"), Place("/officer/rounds/{closed}/release/progress"),
    Place(f"{CASES}/{{panel}}/decision"),
    Place(f"{CASES}/{{panel}}/decision/award", "Award the grant"),
    Place(f"{CASES}/{{panel}}/delay", "Delay the decision"),
    Place(f"{CASES}/{{panel}}/decision/decline", "Decline"),
    Place(f"{CASES}/{{panel}}/decision/reserve", "Put on the reserve list"), Place(f"{CASES}/{{listed}}/decision"),
    Place(f"{CASES}/{{talked_of}}/decision/waive-quorum", "Set the rule aside"), Place(f"{CASES}/{{held}}/decision"),
    Place(f"{CASES}/{{refused}}/decision"),
)  # fmt: skip
FINANCE = (Place("/officer/payments"), Place(f"{CASES}/{{granted}}/money/2/pay", "Record as paid"))
ASSESSOR = (
    Place("/assessor/"), Place("/assessor/assessments/{assigned}/declare", "Continue"),
    Place("/assessor/assessments/{opened}"),
    Place("/assessor/assessments/{opened}/criteria/need-and-local-fit", "Save and go on"),
    Place("/assessor/assessments/{opened}/overall", "Save"), Place("/assessor/assessments/{scored}"),
)  # fmt: skip
EVALUATOR = (
    Place("/evaluator/"), Place("/evaluator/reviews/{received}", "Record the review"),
    Place("/evaluator/reviews/{reviewed}"), Place("/evaluator/learning"), Place("/evaluator/learning/{entry}"),
    Place("/evaluator/learning/{entry}/sections/why", SAVE),
    Place("/evaluator/learning/{entry}/submit-for-review"), Place("/evaluator/learning/{waiting}"),
    Place("/evaluator/embedding"), Place("/evaluator/embedding/{mine}", "Send my decision"),
    Place("/evaluator/embedding/{decided}"), Place("/evaluator/embedding/{decided}/ask-again", "Ask the owner again"),
    Place("/evaluator/learning/{published}/take-up", "Ask them to decide"),
)  # fmt: skip
ADMIN = (
    Place("/admin/"), Place("/admin/people/add", "Add and send a set-up link"), Place("/admin/people/{officer}"),
    Place("/admin/people/{officer}/roles", "Give this role"), Place("/admin/regions"), Place("/admin/audit"),
    Place("/admin/audit/seals"), Place("/admin/jobs"), Place("/admin/jobs?state=waiting"),
)  # fmt: skip

# Who, and what they look at; on a phone where people carry one.
PLACES = {
    "": (*PUBLIC, *PARTNER), "chair": (*APPLYING, *HOLDING), "officer": OFFICER, "lead": LEAD,
    "finance": FINANCE, "assessor": ASSESSOR, "evaluator": EVALUATOR, "admin": ADMIN,
}  # fmt: skip
# Not pages but files, a way on and a word for machines; and one page that only another one leads to.
NO_PAGES = {
    "static", "documents.download", "public.round_summary", "account.home", "officer.case",
    "public.health", "account.set_up_codes", "officer.preview_letter", "public.questions_pdf", "public.questions_word",
    "officer.panel_pack", "officer.panel_pack_file", "officer.panel_minutes",
}  # fmt: skip
