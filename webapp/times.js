// Shows times in the reader's own time zone. Without scripts, they stand there in UTC.
const { lang } = document.documentElement;
const local = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
  day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short"
});
for (const time of document.querySelectorAll("time")) {
  time.title = time.textContent;
  time.textContent = local.format(new Date(time.dateTime));
}
