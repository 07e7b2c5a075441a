// The links that a trial prints on the console lead here, each with a token for one endpoint.
{
  const endpoints = {
    verify: "verify_email",
    reset: "reset_password_confirm",
    change: "change_email_confirm",
    undo: "change_email_undo",
    invitation: "accept_invitation"
  };
  const [purpose, token] = location.hash.slice(1).split("=");
  if (token && Object.hasOwn(endpoints, purpose)) {
    const part = text => Object.assign(document.createElement("code"), {textContent: text});
    const hint = Object.assign(document.createElement("p"), {id: "link"});
    hint.append("Send the token of your link to ", part(`/user/${endpoints[purpose]}/`), ": ", part(token));
    document.body.prepend(hint);
    // So that neither the history nor a bookmark keeps the token.
    history.replaceState(null, "", location.pathname);
  }
}

// Shows the description of the API. All addresses are relative, because a proxy may have added a prefix.
window.ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  // The token is forgotten when the page is closed.
  persistAuthorization: false,
  // Otherwise the page would send its address to a service on the internet.
  validatorUrl: null
});
