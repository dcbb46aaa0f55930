import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Park",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("province", models.SlugField(max_length=20)),
                ("name", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("province", "name"), name="one_park_of_a_name")],
            },
        ),
        migrations.CreateModel(
            name="Investment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("investor", models.CharField(max_length=200)),
                ("contact", models.CharField(blank=True, max_length=200)),
                ("technology", models.CharField(max_length=40)),
                ("origin", models.CharField(max_length=2)),
                ("stage", models.CharField(max_length=12)),
                ("since", models.JSONField(default=dict)),
                ("wish", models.TextField(blank=True)),
                ("capital_registered_usd", models.BigIntegerField(default=0)),
                ("capital_paid_usd", models.BigIntegerField(default=0)),
                ("licence", models.CharField(blank=True, max_length=40)),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="investments", to="industry.park"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ParkCapacity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("utility", models.CharField(max_length=20)),
                ("from_on", models.DateField()),
                ("amount", models.FloatField()),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="capacities", to="industry.park"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ParkEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("who", models.CharField(max_length=150)),
                ("what", models.CharField(max_length=40)),
                ("details", models.JSONField(default=dict)),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="industry.park"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ParkLot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lot_id", models.CharField(max_length=20)),
                ("area_ha", models.FloatField()),
                ("uses", models.CharField(max_length=200)),
                ("power_mw", models.FloatField()),
                ("outline", models.TextField(blank=True)),
                (
                    "park",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lots", to="industry.park"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LotPromise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("use", models.CharField(max_length=40)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("needs", models.JSONField(default=dict)),
                (
                    "investment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="industry.investment"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="promises", to="industry.parklot"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="parklot",
            constraint=models.UniqueConstraint(fields=("park", "lot_id"), name="one_lot_of_an_id"),
        ),
    ]
