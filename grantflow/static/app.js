// Starts the GOV.UK and MoJ components. Every page also works without this.
import { CharacterCount, initAll } from "./vendor/govuk-frontend.min.js";
import { countWords, mostWords } from "./words.js";

// GOV.UK's counter counts what stands between spaces; ours counts as the server does, and allows one word in ten over.
const plural = (number) => `${number.toLocaleString("en-GB")} ${number === 1 ? "word" : "words"}`;
CharacterCount.prototype.updateCount = function () {
  this.count = countWords(this.$textarea.value);
};
const show = CharacterCount.prototype.updateVisibleCountMessage;
CharacterCount.prototype.updateVisibleCountMessage = function () {
  show.call(this);
  const wrong = this.count > mostWords(this.maxLength);
  if (!this.$errorMessage) this.$textarea.classList.toggle("govuk-textarea--error", wrong);
  this.$visibleCountMessage.classList.toggle("govuk-error-message", wrong);
  this.$visibleCountMessage.classList.toggle("govuk-hint", !wrong);
};
CharacterCount.prototype.getCountMessage = function () {
  const over = this.count - this.maxLength;
  if (over <= 0) return `You have ${plural(-over)} remaining`;
  const tooMany = this.count - mostWords(this.maxLength);
  if (tooMany > 0) return `You have ${plural(over)} too many. Take out at least ${tooMany.toLocaleString("en-GB")}`;
  return `You are ${plural(over)} over. That is fine`;
};

initAll();

// A page that follows a run of jobs looks again by itself; without this there is a link.
const following = document.querySelector("[data-look-again]");
if (following) setTimeout(() => location.reload(), Number(following.dataset.lookAgain));
