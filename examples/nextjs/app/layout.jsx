import { readUser } from '../lib/read-user.js';
import { Session } from './session.jsx';

export const metadata = { title: 'Chordian Auth with Next.js' };

export default async function Layout({ children }) {
  const user = await readUser();
  return (
    <html lang="en">
      <body>
        <Session renderedFor={user?.sub}>{children}</Session>
      </body>
    </html>
  );
}
