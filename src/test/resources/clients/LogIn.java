import client.ApiClient;
import client.api.AccountApi;
import client.api.TokensApi;
import client.model.Credentials;

/** Logs in with the generated client, and prints the address of the account. */
public final class LogIn {
  public static void main(String[] args) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(args[0]);
    Credentials credentials = new Credentials().email(args[1]).password(args[2]);
    String token = new TokensApi(client).logIn(credentials).getToken();
    client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    System.out.println(new AccountApi(client).getAccount().getEmail());
  }
}
