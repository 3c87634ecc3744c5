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
    Place("/"), Place("/rounds/small-steps"), Place("/rounds/over"),
    Place("/rounds/small-steps/can-we-apply", "See the answer"), Place("/learning"), Place("/learning?worked=no"),
    Place("/learning?words=thursday&cohort=women&rurality=town"), Place("/learning?words=thursday&rurality=city"),
    Place("/learning/tried/{came}"), Place("/learning/who-learned-from-whom"),
    Place("/learning/{published}"), Place("/progress/mental-health"), Place("/accessibility"), Place("/privacy"),
    Place("/sign-in", "Email me a link"), Place("/sign-in/{sign_in}"), Place("/sign-in/{staff_sign_in}", status=403),
    Place("/applicant/join/{join}", "Join"), Place("/applicant/join/{staff_join}", status=403),
    Place("/staff/sign-in", "Sign in"), Place("/staff/set-up/{set_up}", "Continue"),
    Place("/learning/summaries"), Place("/learning/themes/mental-health"), Place("/learning/regions/north-west"),
    Place("/learning/grants/{award}"), Place("/rounds/learned-here/learned"),
    Place("/learning/digest", "Email me a link to confirm"), Place("/learning/digest/confirm/{confirm_digest}"),
    Place("/learning/digest/stop/{stop_digest}"), Place("/learning/digest/stop/made.up", status=410),
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
    Place("/applicant/applications/{questioned}"), Place("/applicant/questions/{question}", "Send your answers"),
    Place("/applicant/questions/{answered_question}"),
    Place("/applicant/applications/{submitted}/partners/{partner}", "Ask them again"),
)  # fmt: skip
SAID_NO = "/applicant/applications/{said_no}"
REPLYING = (
    Place(SAID_NO), Place(f"{SAID_NO}/call", "Ask for a call"), Place(f"{SAID_NO}/complain", "Send the complaint"),
    Place("/applicant/applications/{talking}"), Place("/applicant/applications/{talking}/call", "Offer these times"),
    Place("/applicant/applications/{ringing}"), Place("/applicant/applications/{looking}"),
    Place("/applicant/rounds/over/complain"),
    Place("/applicant/complaints/{complaint}"), Place("/applicant/complaints/{in_hand}"),
    Place("/applicant/complaints/{done}"),
    Place("/applicant/complaints/{done}/second-look", "Ask for another person to look"),
)  # fmt: skip
HOLDING = (
    Place("/applicant/grants/{offer}"), Place("/applicant/grants/{offer}/accept", "Accept the offer"),
    Place("/applicant/grants/{offer}/turn-down"), Place("/applicant/grants/{award}"),
    Place("/applicant/grants/{unpaid}/bank-details", "Save these details"), Place("/applicant/reports/{due}"),
    Place("/applicant/reports/{due}/sections/what-happened", SAVE),
    Place("/applicant/reports/{due}/sections/how-to-tell-us", SAVE), Place("/applicant/reports/{due}/counts", SAVE),
    Place("/applicant/grants/{draft_plan}/plan"), Place("/applicant/grants/{draft_plan}"),
    Place("/applicant/grants/{draft_plan}/plan/outcomes/mental-health", SAVE),
    Place("/applicant/grants/{draft_plan}/plan/outcomes/new", SAVE), Place("/applicant/grants/{draft_plan}/plan/tool"),
    Place("/applicant/grants/{agreed_plan}/plan"),
    Place("/applicant/grants/{agreed_plan}/plan/change", "Go on and change it"),
    Place("/applicant/reports/{to_ring}"), Place("/applicant/reports/{told}"),
    Place("/applicant/reports/{reviewed}", "Add your reply"), Place("/applicant/reports/{answered}"),
    Place("/applicant/learning/{entry}"), Place("/applicant/learning/{entry}/sections/who-and-where", SAVE),
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
    Place("/officer/grants"), Place("/officer/reports"), Place("/officer/questions"),
    Place("/officer/reports/{to_ring}/call", "Send it to them to check"), Place(f"{CASES}/{{given_case}}/plan"),
    Place(f"{CASES}/{{again_case}}/plan"), Place(f"{CASES}/{{given_case}}/plan/talk", "Ask to talk about it"),
    Place("/officer/rounds/{closed}/share-out"),
    Place("/officer/rounds/{round}/hiding"), Place("/officer/assessors"),
    Place("/officer/assessors/{assessor}"),
    Place("/officer/rounds/new"), Place("/officer/rounds/{new_round}/edit", "Save the draft"),
    Place(f"{CASES}/{{submitted}}"),
    Place(f"{CASES}/{{submitted}}/ineligible", "Say that it is not eligible"), Place(f"{CASES}/{{checking}}"),
    Place(f"{CASES}/{{turned_away}}"), Place(f"{CASES}/{{turned_away}}/act/look-again", "It is eligible after all"),
    Place(f"{CASES}/{{filled}}/checks"), Place(f"{CASES}/{{filled}}/checks/DEP", "Save this check"),
    Place(f"{CASES}/{{filled}}/checks/ask", "Send the questions"), Place(f"{CASES}/{{questioned}}/checks"),
    Place(f"{CASES}/{{questioned}}/checks/questions/{{question}}/longer", "Give them longer"),
    Place(f"{CASES}/{{questioned}}/checks/questions/{{question}}/stop", "Stop asking"),
    Place(f"{CASES}/{{answered_too}}/checks"), Place(f"{CASES}/{{answered_too}}/checks/ask", "Send the questions"),
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
    Place("/officer/?kind=feedback-call"), Place("/officer/?kind=complaint"), Place("/officer/rounds/{over}"),
    Place("/officer/calls/{call}"), Place("/officer/calls/{call}/book", "Choose this time"),
    Place("/officer/calls/{booked}"), Place("/officer/calls/{booked}/record", "Keep this"),
    Place("/officer/calls/{booked}/not-possible", "Say that it was not possible"),
    Place("/officer/complaints/{complaint}"), Place("/officer/complaints/{in_hand}"),
    Place("/officer/complaints/{in_hand}/act/hand-back", "Leave it to somebody else"),
    Place("/officer/complaints/{in_hand}/answer", "Send the answer"), Place("/officer/complaints/{done}"),
    Place(f"{CASES}/{{replied}}"),
    Place(f"{CASES}/{{checking}}/interest", "Declare it and step aside"),
    Place(f"{CASES}/{{granted}}/reviews/2", "Send the reply"), Place(f"{CASES}/{{granted}}/reviews/4"),
)  # fmt: skip
LEAD = (
    Place("/officer/rounds/{new_round}"), Place("/officer/rounds/{new_round}/act/abandon"),
    Place("/officer/rounds/{closed}/release"), Place("/officer/rounds/{closed}/release/progress"),
    Place("/officer/progress"), Place("/officer/progress/B"), Place("/officer/progress/C"),
    Place("/officer/rounds/{new_round}/progress"),
    Place(f"{CASES}/{{panel}}/decision"),
    Place(f"{CASES}/{{panel}}/decision/award", "Award the grant"),
    Place(f"{CASES}/{{panel}}/delay", "Delay the decision"),
    Place(f"{CASES}/{{panel}}/decision/decline", "Decline"),
    Place(f"{CASES}/{{panel}}/decision/reserve", "Put on the reserve list"), Place(f"{CASES}/{{listed}}/decision"),
    Place(f"{CASES}/{{talked_of}}/decision/waive-quorum", "Set the rule aside"), Place(f"{CASES}/{{held}}/decision"),
    Place(f"{CASES}/{{refused}}/decision"), Place("/evaluator/learning/{again}/still-holds"),
    Place("/evaluator/learning/{waiting}/publish"),
)  # fmt: skip
FINANCE = (Place("/officer/payments"), Place(f"{CASES}/{{granted}}/money/2/pay", "Record as paid"))
ASSESSOR = (
    Place("/assessor/"), Place("/assessor/assessments/{assigned}/declare", "Continue"),
    Place("/assessor/assessments/{opened}"),
    Place("/assessor/assessments/{opened}/criteria/need-and-local-fit", "Save and go on"),
    Place("/assessor/assessments/{opened}/overall", "Save"), Place("/assessor/assessments/{scored}"),
    Place("/assessor/assessments/{judged}"), Place("/assessor/assessments/{judged}/amount"),
    Place("/assessor/assessments/{scored}/others"),
)  # fmt: skip
EVALUATOR = (
    Place("/evaluator/"), Place("/evaluator/reviews/{received}", "Record the review"),
    Place("/evaluator/reviews/{reviewed}"), Place("/evaluator/learning"), Place("/evaluator/learning/{entry}"),
    Place("/evaluator/learning/{entry}/sections/why", SAVE),
    Place("/evaluator/learning/{entry}/submit-for-review"), Place("/evaluator/learning/{waiting}"),
    Place("/evaluator/learning/{again}"),
    Place("/evaluator/embedding"), Place("/evaluator/embedding/{mine}", "Send my decision"),
    Place("/evaluator/embedding/{decided}"), Place("/evaluator/embedding/{decided}/ask-again", "Ask the owner again"),
    Place("/evaluator/learning/{published}/take-up", "Ask them to decide"),
    Place("/officer/summaries/{being_made}"), Place("/learning/digest"),
)  # fmt: skip
ADMIN = (
    Place("/admin/"), Place("/admin/people/add", "Add and send a set-up link"), Place("/admin/people/{officer}"),
    Place("/admin/people/{officer}/roles", "Give this role"), Place("/admin/regions"), Place("/admin/audit"),
    Place("/admin/audit/seals"), Place("/admin/jobs"), Place("/admin/jobs?state=waiting"),
)  # fmt: skip

# Who, and what they look at; on a phone where people carry one.
PLACES = {
    "": (*PUBLIC, *PARTNER), "chair": (*APPLYING, *HOLDING, *REPLYING), "officer": OFFICER, "lead": LEAD,
    "finance": FINANCE, "assessor": ASSESSOR, "evaluator": EVALUATOR, "admin": ADMIN,
}  # fmt: skip
# Not pages but files, a way on and a word for machines; and one page that only another one leads to.
NO_PAGES = {
    "static", "documents.download", "public.round_summary", "account.home", "officer.case",
    "public.health", "account.set_up_codes", "officer.preview_letter", "public.questions_pdf", "public.questions_word",
    "officer.panel_pack", "officer.panel_pack_file", "officer.panel_minutes",
    "public.round_summaries_pdf", "public.theme_learned_pdf", "public.region_learned_pdf", "public.grant_summary_pdf",
}  # fmt: skip
