// Shows times in the reader's own time zone. Without scripts, they stand there in UTC.
const { lang } = document.documentElement;
const language = lang === "en" ? "en-GB" : lang;
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
for (const time of document.querySelectorAll("time")) {
  const moment = new Date(time.dateTime);
  time.title = time.textContent;
  time.textContent = `${day.format(moment)}, ${clock.format(moment)}`;
}
